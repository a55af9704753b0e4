"""One thread for the linear algebra that numpy is built on: the other cores are other workers'.

Its threads wait for each other at full speed. On a machine that is wanted for anything else what
takes a second then takes a hundred.
"""

from __future__ import annotations

import os

ALONE = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
"""What tells OpenBLAS and OpenMP so, if it is in the environment before numpy is loaded."""


def alone() -> None:
    """Tell this process and those it starts, unless the user said otherwise."""
    for name, number in ALONE.items():
        os.environ.setdefault(name, number)
