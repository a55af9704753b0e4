"""Plots of what `benchmarks.growth` measured: the same figures give the same bytes.

python -m benchmarks.growth --json > growth.json
python -m benchmarks.growth_plots growth.json docs/growth
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

Rows = Sequence[Mapping[str, Any]]

INK, COLOURS = "#333333", ("#1f6f8b", "#d1495b", "#8f6f00", "#5b8e55", "#6b4e90", "#777777")
MARKS = "os^Dv*"
METADATA = {"Date": None, "Creator": None}

PLOTS = {
    "build": ("build_seconds", "Building the model", "seconds"),
    "first": ("first_seconds", "Time to the first rota", "seconds"),
    "gap": ("gap_", "Gap to the bound", "%"),
    "memory": ("megabytes", "Peak memory", "GB"),
}
"""File -> the figures (by how they begin), title, unit."""

SCALE = {"%": 100.0, "GB": 1 / 1024, "seconds": 1.0}


def plot(rows: Rows, place: Path) -> list[Path]:
    """Write a plot of each kind of figure against people."""
    place.mkdir(parents=True, exist_ok=True)
    written = []
    with mpl.rc_context({"svg.hashsalt": "rotation", "svg.fonttype": "none", "font.size": 9}):
        for name, (key, title, unit) in PLOTS.items():
            path = place / f"{name}.svg"
            figure = drawn(rows, key, title, unit)
            figure.savefig(path, format="svg", metadata=METADATA)
            written.append(path)
    return written


def drawn(rows: Rows, begins: str, title: str, unit: str) -> Figure:
    """Draw a line for each number of months, and for each checkpoint where there are several."""
    figure = Figure(figsize=(5.2, 3.2), layout="constrained")
    axes = figure.add_subplot()
    lines = [
        (months, key)
        for months in sorted({row["months"] for row in rows})
        for key in dict.fromkeys(key for row in rows for key in row if key.startswith(begins))
    ]
    for number, (months, key) in enumerate(lines):
        points = sorted(
            (row["people"], row[key] * SCALE[unit])
            for row in rows
            if row["months"] == months and row.get(key) is not None
        )
        axes.plot(
            [people for people, _ in points],
            [value for _, value in points],
            color=COLOURS[number % len(COLOURS)],
            marker=MARKS[number % len(MARKS)],
            markersize=4,
            label=label(months, key.removeprefix(begins)),
        )
    axes.set_title(title, color=INK)
    axes.set_ylabel(unit)
    _dress(axes, sorted({row["people"] for row in rows}))
    if len(lines) > 1:
        axes.legend(frameon=False)
    return figure


def label(months: float, checkpoint: str) -> str:
    """Name a line."""
    says = "1 month" if months == 1 else f"{months:g} months"
    return f"{says}, after {checkpoint} s" if checkpoint else says


def _dress(axes: Axes, people: Sequence[float]) -> None:
    axes.set_xscale("log")
    axes.set_xlabel("people")
    axes.xaxis.set_major_locator(FixedLocator(list(people)))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axes.xaxis.set_minor_locator(NullLocator())
    # A gap may be anything; what is above a hundred is no nearer to an answer than a hundred is.
    axes.set_ylim(0, 100 if axes.get_ylabel() == "%" and axes.get_ylim()[1] > 100 else None)
    axes.grid(visible=True, color="#dddddd", linewidth=0.6)
    axes.spines[["top", "right"]].set_visible(False)


def main() -> None:
    """Draw what was measured before."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("results", type=Path, nargs="+", help="what growth --json printed")
    parser.add_argument("place", type=Path, help="the folder to write to")
    asked = parser.parse_args()
    plot([row for each in asked.results for row in json.loads(each.read_text())], asked.place)


if __name__ == "__main__":
    main()
