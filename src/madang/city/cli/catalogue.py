"""search, services: the catalogue at the terminal."""

COMMANDS: tuple = ()
