"""Compiled loops: kept where a folder can be written to, and compiled anew where none can."""

from __future__ import annotations

import os
import subprocess
import sys
import warnings
from pathlib import Path

import numpy as np
import pytest

from rotation import compiled as module
from rotation.compiled import compiled

SOURCE = """
import sys, warnings
sys.path.insert(0, {folder!r})
with warnings.catch_warnings(record=True) as said:
    warnings.simplefilter("always")
    from loops import total
    from loops import total_inlined
import numpy as np
print(total(np.arange(5)), total_inlined(np.arange(5)))
print([str(each.message) for each in said if each.category is RuntimeWarning])
"""

LOOPS = """
from rotation.compiled import compiled

@compiled(inline="always")
def twice(number):
    return 2 * number

@compiled()
def total(numbers):
    whole = 0
    for number in numbers:
        whole += number
    return whole

@compiled(nogil=False)
def total_inlined(numbers):
    whole = 0
    for number in numbers:
        whole += twice(number)
    return whole
"""


def test_what_is_compiled_is_kept(tmp_path: Path) -> None:
    """Beside the code: 0 + 1 + 2 + 3 + 4 is 10, and twice that 20."""
    (tmp_path / "loops.py").write_text(LOOPS)
    done = run(tmp_path, {})
    assert done == ["10 20", "[]"]
    assert list(tmp_path.glob("__pycache__/loops.total-*.nbi"))


def test_without_a_folder_to_write_to_it_works_all_the_same(tmp_path: Path) -> None:
    """Nothing is kept and it is said, once, how to mend that."""
    (tmp_path / "loops.py").write_text(LOOPS)
    # A file where a folder would have to be: nobody, not even root, can write there.
    (tmp_path / "__pycache__").write_text("")
    nowhere = str(tmp_path / "__pycache__" / "none")
    sums, said = run(tmp_path, {"HOME": nowhere, "XDG_CACHE_HOME": nowhere})
    assert sums == "10 20"
    assert said.count("compiled code cannot be kept") == 1
    assert "NUMBA_CACHE_DIR" in said


def run(folder: Path, environment: dict[str, str]) -> list[str]:
    """Run the loops in a process of its own; return the lines it printed."""
    ours = ("NUMBA_CACHE_DIR", "NUMBA_DISABLE_JIT", module.SAID)
    clean = {name: value for name, value in os.environ.items() if name not in ours}
    done = subprocess.run(
        [sys.executable, "-c", SOURCE.format(folder=str(folder))],
        env={**clean, **environment},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()


def test_a_function_without_a_file_is_compiled_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Numba finds no place for its code; 3 times 7 is 21."""
    names: dict[str, object] = {}
    exec("def thrice(number):\n    return 3 * number\n", names)  # noqa: S102
    monkeypatch.delenv(module.SAID, raising=False)
    function = names["thrice"]
    assert callable(function)
    with pytest.warns(RuntimeWarning, match="compiled code cannot be kept"):
        made = compiled()(function)
    assert made(np.int64(7)) == 21
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        compiled()(function)
