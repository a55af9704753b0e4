"""Loops over flat arrays, compiled by numba and kept for the next time."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable
from typing import Any, Literal, ParamSpec, TypeVar

from numba import njit

P = ParamSpec("P")
R = TypeVar("R")

SAID = "ROTATION_SAID_NOTHING_IS_KEPT"
"""Environment variable by which the processes that this one starts know that it was said."""


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
        Whether callers that are compiled have its code in place of a call.
    """

    def make(function: Callable[P, R]) -> Callable[P, R]:
        options: dict[str, Any] = {"nogil": nogil, "inline": inline}
        try:
            made: Callable[P, R] = njit(cache=True, **options)(function)
        except RuntimeError as error:
            if "no locator" not in str(error):
                raise
            _say_once()  # there is no folder to keep it in
            made = njit(**options)(function)
        return made

    return make


def _say_once() -> None:
    """Say that nothing is kept, unless this was said here or by whoever started this process."""
    if SAID not in os.environ:
        os.environ[SAID] = "1"
        warnings.warn(
            "compiled code cannot be kept, so that every process compiles anew for up to a minute:"
            " no folder for it can be written to; name one that can in NUMBA_CACHE_DIR",
            RuntimeWarning,
            stacklevel=3,
        )
