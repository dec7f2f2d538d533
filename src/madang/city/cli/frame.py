"""What every command shares: the site set up, the database reachable, progress shown, failures as sentences."""

import contextlib
import gc
import json
import os
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

if TYPE_CHECKING:
    from madang.city.kernel.database.embedded import Server

LEAST_POSTGRES = 150_000
_console = Console(stderr=True, highlight=False, soft_wrap=True)

Tick = Callable[[int, int], None]


class Failure(Exception):
    """A foreseen failure: its text is the sentence for the person."""


def say(text: str) -> None:
    """Tell the person at the terminal; data goes to standard output, words go here."""
    _console.print(text, markup=False)


def print_json(value: Any) -> None:
    """Print one JSON document on a line of its own."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, default=str) + "\n")


@contextlib.contextmanager
def progress(label: str) -> Iterator[Tick]:
    """Show a bar while the block runs; call the tick with (done, total)."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=_console, transient=False) as bar:
        task = bar.add_task(label, total=None)

        def tick(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield tick


@contextlib.contextmanager
def refusals() -> Iterator[None]:
    """Turn what the city refuses into one sentence for the person."""
    from madang.city.kernel.refusals import Refused, sentence

    try:
        yield
    except Refused as refused:
        raise Failure(sentence(refused.refusal)) from refused


def set_up() -> None:
    """Read the settings and load the site. Raises Failure where a setting is wrong."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "madang.city.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured

    from madang.city.kernel.database.address import BadAddress
    from madang.city.kernel.database.place import Unplaceable
    from madang.city.kernel.environment import BadSetting

    gc.disable()  # what is read stays: looking for garbage in it would take a seventh of the start
    try:
        django.setup()
    except (BadSetting, BadAddress, Unplaceable, ImproperlyConfigured) as problem:
        raise Failure(str(problem)) from problem
    except OSError as problem:
        place = problem.filename or "the data folder"
        raise Failure(f"{place}: {problem.strerror}. Choose another folder with MADANG_DATA_DIR.") from problem
    finally:
        gc.enable()


def check_database() -> None:
    """Raise Failure, in one sentence, where the database cannot be reached or is too old."""
    from django.db import OperationalError, connection

    try:
        connection.ensure_connection()
    except OperationalError as problem:
        reason = " ".join(str(problem).split())
        raise Failure(f"The database does not answer: {reason}. Check DATABASE_URL.") from problem
    if sentence := why_not_version(connection.pg_version):  # type: ignore[attr-defined] # PostgreSQL's own
        raise Failure(sentence)


def why_not_version(version: int) -> str | None:
    """Return the sentence that refuses a PostgreSQL older than 15 (``version`` as the server says it: 150018), or None."""
    if version >= LEAST_POSTGRES:
        return None
    found = f"The database is PostgreSQL {version // 10_000}; Madang needs 15 or newer."
    return f"{found} Upgrade it, or unset DATABASE_URL to try the embedded one."


@contextlib.contextmanager
def database(*, alone: bool = False) -> Iterator["Server | None"]:
    """Set up the site with a database that answers, starting the embedded server for the block if nobody runs it.

    alone  the embedded server must be this process's own; yields it then
    Raises Failure, in one sentence, where that cannot be.
    """
    set_up()
    from django.conf import settings
    from django.db import connections

    from madang.city.kernel.database.embedded import AlreadyOwned, DatabaseUnavailable, owned

    server = None
    with contextlib.ExitStack() as stack:
        if settings.EMBEDDED:
            try:
                server = stack.enter_context(owned(settings.DATA_DIR))
            except AlreadyOwned as taken:
                if alone:
                    raise Failure(_ALREADY.format(folder=settings.DATA_DIR)) from taken
            except DatabaseUnavailable as problem:
                raise Failure(str(problem)) from problem
        stack.callback(connections.close_all)
        check_database()
        yield server


_ALREADY = "Another madang already runs on {folder}. Stop it first, or choose another folder with MADANG_DATA_DIR."


@contextlib.contextmanager
def migrated_database() -> Iterator[None]:
    """Like ``database``; also refuses to work on tables that are behind the program."""
    with database():
        from django.db import connection
        from django.db.migrations.executor import MigrationExecutor

        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise Failure("The tables are behind the program: run `madang migrate` first.")
        yield
