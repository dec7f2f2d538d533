"""A pytest plugin: the tests' own PostgreSQL, thrown away afterwards.

The embedded server is started once for a run (also for a parallel one) in a folder of its own; the tables are laid once
too, and each process of the run gets a copy of them. Migrating takes longer than many tests, so what it made is kept in
pytest's cache, under a name that changes with every migration and with the server's version.
MADANG_TEST_POSTGRES names another folder of PostgreSQL programs, to run the same tests on another version;
with DATABASE_URL set, that server is used instead.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path

import pytest

from madang.city.kernel.database.place import find_place

_IS_WORKER = "PYTEST_XDIST_WORKER" in os.environ
_OWN = "own-server"  # a file beside the data where the server is ours
_KEPT = "kept-tables"  # a link beside the data to what outlasts the run
_LASTING = {"django_migrations", "django_content_type", "auth_permission"}
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

    folder = Path(os.environ["MADANG_DATA_DIR"])
    place = _stack.enter_context(running(folder, binaries=_other_binaries(), throwaway=True))
    os.environ["DATABASE_URL"] = url(place)
    (folder / _OWN).touch()
    if config.cache is not None:
        (folder / _KEPT).symlink_to(config.cache.mkdir("tables"))


def _other_binaries() -> Path | None:
    other = os.environ.get("MADANG_TEST_POSTGRES")
    return Path(other) if other else None


@contextlib.contextmanager
def once(name: str) -> Iterator[Path | None]:
    """Let one process of the run do what is needed once: it gets a path to make, the others wait and get None."""
    folder = Path(os.environ["MADANG_DATA_DIR"])
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = folder / f"{name}.done"
        yield None if done.exists() else folder / name
        done.touch()


def copied(name: str, make: Callable[[Path], None], to: Path) -> None:
    """Copy what ``make`` puts into a folder to another; it is made once in a run, by whoever asks first."""
    with once(name) as to_make:
        if to_make is not None:
            to_make.mkdir(exist_ok=True)
            make(to_make)
    subprocess.run(["cp", "-a", f"{os.environ['MADANG_DATA_DIR']}/{name}/.", str(to)], check=True)  # noqa: S607 - it keeps the owners


def is_own_server() -> bool:
    """Tell whether the server is this run's own, and goes with it."""
    return (Path(os.environ["MADANG_DATA_DIR"]) / _OWN).exists()


def make_tables() -> None:
    """Lay the tables in the server's own database; every database of the tests is made as a copy of it."""
    from django.db import connection

    from madang.city.kernel.database.embedded import DATABASE

    lay_tables()
    connection.settings_dict["TEST"]["TEMPLATE"] = DATABASE


def lay_tables() -> None:
    """Lay the tables in the server's own database, once in a run: as they were kept, or else by migrating."""
    with once("tables") as to_make:
        if to_make is not None:
            kept = _kept()
            if kept.exists():
                _program("pg_restore", "--no-owner", "--exit-on-error", "--dbname", os.environ["DATABASE_URL"], str(kept))
            else:
                _migrate()
                begun = kept.with_suffix(f".{os.getpid()}")
                _program("pg_dump", "--format=custom", "--file", str(begun), os.environ["DATABASE_URL"])
                begun.replace(kept)


def _migrate() -> None:
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    connection.close()


def _kept() -> Path:
    """Return where these tables are kept: named by all that decides what they are."""
    from django.apps import apps

    found = hashlib.sha256(" ".join([version("django"), version("procrastinate")]).encode())
    for app in sorted(apps.get_app_configs(), key=lambda one: one.label):
        for file in sorted(Path(app.path).glob("migrations/*.py")):
            found.update(f"{app.label} {file.name}\n".encode() + file.read_bytes())
    folder = Path(os.environ["MADANG_DATA_DIR"]) / _KEPT
    folder.mkdir(exist_ok=True)
    postgres = hashlib.sha256(_program("postgres", "--version").encode()).hexdigest()[:8]
    return folder / f"{postgres}-{found.hexdigest()[:24]}.dump"


def _program(name: str, *arguments: str) -> str:
    """Run one of the server's programs; return what it says."""
    binaries = find_place(Path(os.environ["MADANG_DATA_DIR"]), _other_binaries()).binaries
    return subprocess.run([str(binaries / name), *arguments], check=True, capture_output=True, text=True).stdout


def settle(data_dir: Path) -> None:
    """Put the database of a city with its tables and nothing else into an empty data folder.

    With a server that is not ours nothing is done: what starts on the folder migrates by itself.
    """
    from madang.city.kernel.database.embedded import running, url

    if is_own_server():
        lay_tables()
        with running(data_dir, throwaway=True) as place:
            _program("pg_restore", "--no-owner", "--exit-on-error", "--dbname", url(place), str(_kept()))


def empty_tables() -> None:
    """Throw away all rows but those that Django's migrations bring; on our own server constraints and triggers are not asked."""
    from django.db import connection
    from psycopg import sql

    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = [sql.Identifier(name) for (name,) in cursor.fetchall() if name not in _LASTING]
        if is_own_server():
            acts: list[sql.Composable] = [sql.SQL("BEGIN"), sql.SQL("SET LOCAL session_replication_role = replica")]
            acts += [sql.SQL("DELETE FROM {}").format(table) for table in tables]
            cursor.execute(sql.SQL("; ").join([*acts, sql.SQL("COMMIT")]))
        else:
            cursor.execute(sql.SQL("TRUNCATE {} CASCADE").format(sql.SQL(", ").join(tables)))


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server and throw its folder away."""
    if is_own_server() and not _IS_WORKER:
        from django.db import connections

        connections.close_all()
    _stack.close()
