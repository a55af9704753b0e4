"""What the compiled libraries keep of memory that they no longer need."""

from __future__ import annotations

import ctypes
from contextlib import suppress

_ARENA_MAX = -8
"""`M_ARENA_MAX` of glibc's malloc.h."""


def share_heap() -> None:
    """Let all threads of this process take memory from one heap; where libc is not glibc, nothing.

    Otherwise each thread has one, and each keeps what its greatest run of a solver took: with a
    thousand people that comes to more than everything else.
    """
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(_ARENA_MAX, 1)
