"""Loops over flat arrays, compiled by numba and kept for the next time."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from functools import cache
from typing import Any, Literal, ParamSpec, TypeVar

from numba import njit

P = ParamSpec("P")
R = TypeVar("R")


def compiled(
    *, nogil: bool = True, inline: Literal["never", "always"] = "never"
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Compile a function of arrays when it is first called, for each kind of arrays.

    What was compiled is kept beside the code or, where that cannot be written, in the user's cache
    folder (`NUMBA_CACHE_DIR`). In a container with neither it is compiled in every process anew.

    Parameters
    ----------
    nogil
        Whether other threads run meanwhile.
    inline
        Whether callers that are compiled have its code for a call.
    """

    def make(function: Callable[P, R]) -> Callable[P, R]:
        options: dict[str, Any] = {"nogil": nogil, "inline": inline}
        try:
            made: Callable[P, R] = njit(cache=True, **options)(function)
        except RuntimeError:  # no folder to keep it in
            _say_once()
            made = njit(**options)(function)
        return made

    return make


@cache
def _say_once() -> None:
    warnings.warn(
        "compiled code cannot be kept, so that every search begins some seconds late: no folder for"
        " it can be written to; name one in NUMBA_CACHE_DIR",
        RuntimeWarning,
        stacklevel=3,
    )
