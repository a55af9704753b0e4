"""The rules, a family to a file. They are found here, not listed: see `rotation.rule.registry`."""
