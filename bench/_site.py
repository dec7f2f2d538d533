"""A city of its own for a bench program: the demo's, in a folder that is thrown away."""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def madang(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the `madang` program on the city of a folder. Raises CalledProcessError, its words shown."""
    command = [sys.executable, "-m", "madang.city.cli", *arguments]
    done = subprocess.run(command, env=environment(folder), capture_output=True, text=True, check=False)
    if done.returncode:
        print(done.stderr, file=sys.stderr)
        done.check_returncode()
    return done


def environment(folder: Path) -> dict[str, str]:
    """Return the variables that a process of the bench's city needs."""
    own = {"MADANG_DATA_DIR": str(folder), "MADANG_DEMO": "1", "PYTHONPATH": str(ROOT / "src"), "MADANG_LOG_LEVEL": "WARNING"}
    return {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | own


def settle(folder: Path, **more: str) -> None:
    """Make this process one of the bench's city, before Django reads its settings."""
    own = {"MADANG_DATA_DIR": str(folder), "MADANG_DEMO": "1", "MADANG_LOG_LEVEL": "CRITICAL"}
    os.environ |= own | {"DJANGO_SETTINGS_MODULE": "madang.city.settings"} | more


@contextlib.contextmanager
def fresh_folder() -> Iterator[Path]:
    """Give an empty data folder that the embedded server's user can reach; it is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="madang-bench-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def database(folder: Path) -> Iterator[str]:
    """Run the embedded server of the folder for the block and give its address."""
    from madang.city.kernel.database.embedded import running, url

    with running(folder) as place:
        yield url(place)
