"""The team folder: reading it, checking it, and saying everything that is wrong with it."""
