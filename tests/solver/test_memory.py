"""What the compiled libraries keep of memory that they no longer need."""

from __future__ import annotations

import ctypes
import platform
import subprocess
import sys

import pytest

from rotation.solver import memory

PROGRAM = """
import ctypes, sys, threading
from rotation.solver.memory import share_heap

if sys.argv[1] == "shared":
    share_heap()
libc = ctypes.CDLL(None)
together = threading.Barrier(4)

def take():
    together.wait()
    libc.malloc(1000)
    together.wait()

threads = [threading.Thread(target=take) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
libc.malloc_stats()
"""


def arenas(how: str) -> int:
    """Count the heaps of a process of which four threads take memory at a time."""
    program = [sys.executable, "-c", PROGRAM, how]
    told = subprocess.run(program, capture_output=True, text=True, check=True).stderr
    return sum(line.startswith("Arena ") for line in told.splitlines())


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc has arenas to count")
def test_threads_share_a_heap() -> None:
    """One heap for all threads, where each would have had its own."""
    assert arenas("shared") == 1
    assert arenas("own") > 1


def test_another_libc_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is nothing to set it goes on without."""
    monkeypatch.setattr(ctypes, "CDLL", lambda _: object())
    memory.share_heap()
