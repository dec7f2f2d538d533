"""Each import contract catches a deliberate violation, tried in a temporary copy of the project."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

VIOLATIONS = {
    "floors": ("src/madang/city/kernel/ids.py", "import madang.city.portal.models"),
    "rooms": ("src/madang/city/portal/models/cases.py", "import madang.city.portal.services"),
    "pure-rules": ("src/madang/city/people/rules/persons.py", "import django.db"),
    "library": ("src/madang/urban/geometry.py", "import madang.city.kernel.ids"),
}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a copy of the source and its contracts that may be spoiled."""
    shutil.copytree(
        ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__", "static", "fonts", "locale", "*.yaml")
    )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def check(folder: Path, contract: str) -> subprocess.CompletedProcess[str]:
    """Run one contract of import-linter on a folder."""
    command = [
        sys.executable,
        "-c",
        "import sys; from importlinter.cli import lint_imports_command as run; run()",
        "--contract",
        contract,
        "--no-cache",
    ]
    return subprocess.run(
        command, cwd=folder, env={"PYTHONPATH": str(folder / "src")}, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("contract", VIOLATIONS)
def test_a_violation_breaks_its_contract(copy, contract):
    path, line = VIOLATIONS[contract]
    assert check(copy, contract).returncode == 0
    target = copy / path
    target.write_text(f"{target.read_text()}\n{line}\n")
    broken = check(copy, contract)
    assert broken.returncode == 1, broken.stdout + broken.stderr


def test_a_system_without_a_floor_is_noticed(copy):
    (copy / "src/madang/city/newcomer").mkdir()
    (copy / "src/madang/city/newcomer/__init__.py").write_text("")
    assert check(copy, "floors").returncode == 1
