"""Files and functions stay small: 400 lines a file, 60 lines a function."""

import ast
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "madang"
FILE_LINES = 400
FUNCTION_LINES = 60
FREE = {"migrations"}


def too_long(name: str, source: str) -> list[str]:
    """List what is too long in one file."""
    lines = len(source.splitlines())
    found = [f"{name}: {lines} lines, {FILE_LINES} at most"] if lines > FILE_LINES else []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > FUNCTION_LINES:
                found.append(f"{name}:{node.lineno} {node.name}: {length} lines, {FUNCTION_LINES} at most")
    return found


def test_files_and_functions_are_small():
    files = [path for path in sorted(SOURCE.rglob("*.py")) if not FREE & set(path.parts)]
    assert files
    assert [line for path in files for line in too_long(str(path.relative_to(SOURCE)), path.read_text())] == []


def test_a_long_function_and_a_long_file_are_noticed():
    body = "\n".join("    x = 1" for _ in range(FUNCTION_LINES))
    assert too_long("a.py", f"def f():\n{body}\n") == [f"a.py:1 f: {FUNCTION_LINES + 1} lines, 60 at most"]
    assert too_long("b.py", "x = 1\n" * (FILE_LINES + 1)) == [f"b.py: {FILE_LINES + 1} lines, 400 at most"]
