"""Settings fit a few screens, what is public is explained, and nothing tells of the machine it was written on."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SETTINGS_LINES = 300
FOREIGN = re.compile(
    r"/(?:work|root|opt|home/\w+)/(?:main|shared|pypi)|/\.pyenv|pypi\.org/simple|registry\.npmjs|verdaccio|(?:--index-url[ =]|\bregistry=)https?://"
    r"|\b(?:co-authored-by|generated (?:with|by) (?:an? )?(?:ai|llm))\b",
    re.IGNORECASE,
)
TEXTS = {".py", ".md", ".toml", ".json", ".yml", ".yaml", ".txt", ".cfg", ".html", ".js", ".mjs", ".scss", ".po", ".csv", ""}


def undocumented(source: str) -> list[str]:
    """Name the public functions and classes at the top of a module that have no docstring."""
    kinds = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    tops = [node for node in ast.parse(source).body if isinstance(node, kinds)]
    return [node.name for node in tops if not node.name.startswith("_") and not ast.get_docstring(node)]


def test_settings_are_short():
    assert len((ROOT / "src/madang/city/settings.py").read_text().splitlines()) <= SETTINGS_LINES


def test_library_and_rules_are_explained():
    files = [
        path
        for path in (ROOT / "src/madang").rglob("*.py")
        if "tests" not in path.parts and ("urban" in path.parts or "rules" in path.parts or path.name == "rules.py")
    ]
    assert len(files) > 10
    assert {str(path.relative_to(ROOT)): names for path in files if (names := undocumented(path.read_text()))} == {}


def test_nothing_tells_of_the_machine_it_was_written_on():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    files = [ROOT / name for name in listed.split("\0") if name and Path(name).suffix in TEXTS]
    assert len(files) > 300
    here = Path(__file__)
    texts = {path: path.read_text(encoding="utf-8") for path in files if path.is_file() and path != here}
    found = {str(path.relative_to(ROOT)): match.group() for path, text in texts.items() if (match := FOREIGN.search(text))}
    assert found == {}


@pytest.mark.parametrize("text", ["see /work/main/src", "--index-url https://packages.example/", "Co-Authored-By: somebody"])
def test_a_trace_is_noticed(text):
    assert FOREIGN.search(text)


def test_a_missing_docstring_is_noticed():
    assert undocumented("def f(): pass\ndef _g(): pass\nclass A:\n    'Tells.'") == ["f"]
