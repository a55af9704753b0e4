"""Workers elsewhere that are asked for on the command line."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rotation.pool import Opener


def opener(scheduler: str | None) -> Opener | None:
    """Return what opens the pool of a Dask scheduler, if one is given."""
    if scheduler is None:
        return None
    from rotation.organisation.dask_pool import DaskPool

    return partial(DaskPool, scheduler)
