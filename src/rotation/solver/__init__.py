"""Making a rota, and saying why there is none; knows no rule by name, only the board."""
