"""`python -m rotation.cli`, where the program itself is not on the path."""

from rotation.cli import main

main(prog_name="rotation")
