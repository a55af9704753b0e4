"""The linear master: what the team wants of everybody's lines together, and what it is worth."""

from __future__ import annotations

from rotation.master.linear import Linear
from rotation.master.programme import Master

__all__ = ["Linear", "Master"]
