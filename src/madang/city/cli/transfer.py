"""import, export: lists in, catalogue out."""

COMMANDS: tuple = ()
