"""How long the commands take that solve nothing: `rotation --help` and `rotation check`.

    python -m benchmarks.startup [--runs 9]

Whole processes, wall clock; minimum, median and maximum.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from importlib import resources
from pathlib import Path


def timed(command: list[str], runs: int) -> list[float]:
    """Run a command so many times, after one run to warm the caches."""
    seconds = []
    for _ in range(runs + 1):
        began = time.monotonic()
        subprocess.run(command, capture_output=True, check=True)
        seconds.append(time.monotonic() - began)
    return sorted(seconds[1:])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=9)
    runs = parser.parse_args().runs
    rotation = shutil.which("rotation", path=str(Path(sys.executable).parent)) or "rotation"
    example = resources.files("rotation.team") / "examples" / "safety-escalations"
    with tempfile.TemporaryDirectory() as aside, resources.as_file(example) as source:
        folder = Path(aside, "team")
        shutil.copytree(source, folder)
        for words in (["--help"], ["check", str(folder), "--month", "2026-12"]):
            seconds = timed([rotation, *words], runs)
            middle = statistics.median(seconds)
            print(
                f"rotation {words[0]:7} min {seconds[0]:.3f} s"
                f"  median {middle:.3f} s  max {seconds[-1]:.3f} s"
            )


if __name__ == "__main__":
    main()
