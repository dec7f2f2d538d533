"""A pytest plugin: the tests' own PostgreSQL, thrown away afterwards.

The embedded server is started once for a run (also for a parallel one) in a folder of its own.
MADANG_TEST_POSTGRES names another folder of PostgreSQL programs, to run the same tests on another version;
with DATABASE_URL set, that server is used instead.
"""

import contextlib
import os
import shutil
import tempfile
from pathlib import Path

import pytest

_IS_WORKER = "PYTEST_XDIST_WORKER" in os.environ
_stack = contextlib.ExitStack()


def _prepare() -> None:
    """Give the site its test settings before anything reads them."""
    if not _IS_WORKER:
        folder = Path(tempfile.mkdtemp(prefix="madang-test-"))
        folder.chmod(0o755)
        (folder / "static").mkdir()
        _stack.callback(shutil.rmtree, folder, ignore_errors=True)
        os.environ["MADANG_DATA_DIR"] = str(folder)
    os.environ["MADANG_DEMO"] = "1"
    os.environ["MADANG_LOG_FORMAT"] = "plain"
    os.environ["MADANG_LOG_LEVEL"] = "CRITICAL"
    os.environ["MADANG_RATE_LIMITS"] = os.environ.get("MADANG_RATE_LIMITS", "0")


_prepare()


def pytest_configure(config: pytest.Config) -> None:
    """Start the server, in the controller only, unless tests are merely listed."""
    if _IS_WORKER or os.environ.get("DATABASE_URL") or config.option.collectonly:
        return
    from madang.city.kernel.database.embedded import running, url

    other = os.environ.get("MADANG_TEST_POSTGRES")
    place = _stack.enter_context(
        running(Path(os.environ["MADANG_DATA_DIR"]), binaries=Path(other) if other else None, throwaway=True)
    )
    os.environ["DATABASE_URL"] = url(place)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server and throw its folder away."""
    _stack.close()
