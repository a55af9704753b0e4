"""Jobs for pools in tests; workers find them by name, so they stand in a module of their own."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from rotation.pool import Tell


def double(number: int, tell: Tell) -> int:
    """Tell that it begins, then double a number."""
    tell("begun")
    return 2 * number


def size(payload: bytes, tell: Tell) -> int:
    """Measure what was sent."""
    return len(payload)


def fail(words: str, tell: Tell) -> None:
    """Fail as nobody foresaw."""
    raise KeyError(words)


def die(_: object, tell: Tell) -> None:
    """Die at once, as the system's memory guard kills."""
    os.kill(os.getpid(), signal.SIGKILL)


def die_once(mark: Path, tell: Tell) -> str:
    """Die where nobody has died yet."""
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return "alive"


def wait_until(signs: tuple[Path, Path], tell: Tell) -> int:
    """Say by a file which process it is, then wait for another file."""
    here, go = signs
    here.with_name(f"{here.name}-{os.getpid()}").touch()
    while not go.exists():
        time.sleep(0.02)
    return os.getpid()
