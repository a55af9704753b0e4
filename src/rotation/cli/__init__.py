"""The command line; the only door to click."""

from rotation.cli.commands import main

__all__ = ["main"]
