"""Measurements: how long, how good, how much memory."""
