"""From volume to people to service level: how many are needed, and how well a schedule answers."""
