"""A board's model as a message of protobuf's own, whose lists are read 10 times faster."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ortools.sat import cp_model_pb2

from rotation.board.board import Board


def message(board: Board) -> Any:
    """Return a copy of a board's model as it stands."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "model.pb"
        if not board.model.export_to_file(str(path)):
            raise OSError(f"cannot write {path}")
        return cp_model_pb2.CpModelProto.FromString(path.read_bytes())
