"""Every variable that the program reads is explained, and nothing is explained that it does not read."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
NAME = re.compile(r"""["'`](MADANG_[A-Z_]+|DATABASE_(?:REPLICA_)?URL)["'`]""")


def names_in(texts: list[str]) -> set[str]:
    """Return every variable named in quotes."""
    return {name for text in texts for name in NAME.findall(text)}


def test_every_setting_is_documented():
    code = [path.read_text() for path in (ROOT / "src").rglob("*.py") if "tests" not in path.parts] + [
        (ROOT / "conftest.py").read_text()
    ]
    documented = names_in([(ROOT / "docs" / "reference" / "settings.md").read_text()])
    read = names_in(code)
    assert len(read) > 30
    assert read - documented == set()
    assert documented - read == set()
