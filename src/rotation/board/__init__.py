"""The only door to CP-SAT: who may hold what, what must hold, what costs how much.

`Board` is the model and decides once between hard and soft; `posting` says limits to it;
`engine` runs the solver.
"""

from rotation.board.board import Board
from rotation.board.engine import Outcome, Progress, Settings, hearing, run

__all__ = ["Board", "Outcome", "Progress", "Settings", "hearing", "run"]
