"""Measurements: how long, how good, how much memory."""

from rotation.threads import alone

alone()
