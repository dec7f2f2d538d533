"""What is wrong with a file, and where."""

from pathlib import Path


class FileFault(ValueError):
    """Raised for a file that cannot be read; names the place and the remedy.

    line, column  counted from 1 (or the column's name); None where the whole file is meant
    """

    def __init__(self, path: Path, message: str, line: int | None = None, column: int | str | None = None) -> None:
        self.path, self.message, self.line, self.column = path, message, line, column
        places = [str(number) for number in (line, column) if number is not None]
        super().__init__(":".join([str(path), *places]) + f": {message}")
