"""How Clash, Total and Run are said to CP-SAT: hard as they are, soft with their exact price."""

from __future__ import annotations

from rotation.board import clashes, runs, totals
from rotation.board.asking import Ask, post

__all__ = ["Ask", "clashes", "post", "runs", "totals"]
