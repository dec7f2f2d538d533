"""Files as plain rows: the only place of the library that parses."""
