"""serve, demo, migrate, worker: the site as processes."""

import gc
import importlib
import os
import signal
import socket
import tempfile
import urllib.request
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from madang.city.cli.frame import Failure, database, progress, say, set_up
from madang.city.cli.web import serve_pages
from madang.city.kernel.supervisor import Child, Supervisor, apart

if TYPE_CHECKING:
    from madang.city.kernel.database.embedded import Server

WORKERS_DEFAULT = 2


def _port() -> int:
    value = os.environ.get("MADANG_PORT", "").strip() or "8000"
    if not value.isdigit() or not 1 <= int(value) <= 65_535:
        raise Failure(f"MADANG_PORT is {value!r}: write a number from 1 to 65535.")
    return int(value)


def _check_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            raise Failure(
                f"Port {port} on {host} cannot be used ({problem.strerror}). Set MADANG_PORT to a free one."
            ) from problem


def _check_folder() -> None:
    from django.conf import settings

    folder = Path(settings.DATA_DIR)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as problem:
        raise Failure(f"{folder} is not writable ({problem.strerror}). Choose another folder with MADANG_DATA_DIR.") from problem


def _migrate() -> int:
    """Bring the tables up to date, each migration a step of the bar; return how many there were."""
    from django.core.management import call_command
    from django.core.management.commands.migrate import Command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    done = 0

    class Counted(Command):
        """Django's own command, its steps told to the bar."""

        def migration_progress_callback(self, action: str, migration: Any | None = None, fake: bool = False) -> None:
            if action == "apply_success":
                nonlocal done
                done += 1
                tick(done, total)

    with connection.cursor() as cursor:  # two starts at once: the second waits, then finds nothing to do
        cursor.execute("SELECT pg_advisory_lock(734101)")
        try:
            executor = MigrationExecutor(connection)
            total = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
            if total:
                with progress("Bringing the tables up to date") as tick:
                    call_command(Counted(), interactive=False, verbosity=0)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(734101)")
    return done


def _collect_static() -> None:
    from django.conf import settings
    from django.core.management import call_command

    city = Path(__file__).resolve().parents[1]
    built = city / "look" / "static" / "look" / "built" / "madang.css"
    if not built.exists():
        raise Failure("The front end is not built: run `make demo`, or `npm ci && npm run build`.")
    mark = Path(settings.STATIC_ROOT) / ".collected"
    newest = max(file.stat().st_mtime for file in city.glob("*/static/**/*") if file.is_file())
    if mark.exists() and mark.stat().st_mtime >= newest:
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    mark.write_text("")


def _children(host: str, port: int, workers: int) -> list[Child]:
    web = Child("web", partial(serve_pages, host, port, workers))
    # An orphaned worker would wait half a minute for a database that went with its parent; a killed one loses no job.
    return [web, Child("jobs", _run_jobs, when_orphaned=signal.SIGKILL)]


def _run_jobs() -> None:
    from django.core.management import call_command

    call_command("procrastinate", "worker", concurrency=2)


def _announcing(host: str, port: int, words: list[str]) -> Callable[[float], None]:
    """Return what says, once, where the city is: as soon as its first page answers."""
    address = f"http://{'127.0.0.1' if host in {'0.0.0.0', '::'} else host}:{port}"  # noqa: S104 - named, not bound
    is_said = False

    def announce(now: float) -> None:
        nonlocal is_said
        if not is_said and _answers(f"{address}/healthz"):
            is_said = True
            say("\n".join([f"\nThe city is open: {address}", *words]))

    return announce


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=1):  # noqa: S310 - our own address
            return True
    except OSError:
        return False


def _serve(host: str, workers: int, words: list[str], server: "Server | None") -> None:
    port = _port()
    for name in ("madang.city.wsgi", "madang.city.urls"):  # read once, for all that are copied from here
        importlib.import_module(name)
    beside = [_announcing(host, port, words), *([server.tend] if server else [])]
    supervisor = Supervisor(_children(host, port, workers), beside)
    gc.freeze()  # the collector would write into memory that the copies share
    supervisor.run()


def _tell_the_story() -> None:
    from madang.city.demo import story

    with progress("Telling the story of Haneul") as tick:
        story.tell(tick)


def _stop_on_terminate() -> None:
    """Make SIGTERM unwind like Ctrl-C while the site is still starting, so that the database stops too."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--workers", default=WORKERS_DEFAULT, show_default=True, help="Web processes.")
def serve(host: str, workers: int) -> None:
    """Serve the city: web workers and the job worker under one parent. MADANG_PORT, DATABASE_URL."""
    _stop_on_terminate()
    _check_port(host, _port())
    set_up()
    _check_folder()
    with database(alone=True) as server:
        _migrate()
        _collect_static()
        _serve(host, workers, [], server)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--workers", default=WORKERS_DEFAULT, show_default=True, help="Web processes.")
@click.option("--no-serve", is_flag=True, help="Tell the story, then stop.")
def demo(host: str, workers: int, no_serve: bool) -> None:
    """Open the invented city of Haneul: its services, people and open cases."""
    os.environ["MADANG_DEMO"] = "1"
    os.environ.setdefault("MADANG_SITE_URL", f"http://127.0.0.1:{_port()}")
    _stop_on_terminate()
    if not no_serve:
        _check_port(host, _port())
    set_up()
    _check_folder()
    with database(alone=True) as server:
        from madang.city.demo import story

        _migrate()
        if code := apart("story", _tell_the_story):
            raise SystemExit(code)
        _collect_static()
        if not no_serve:
            _serve(host, workers, story.sign_in_lines(), server)


@click.command()
def migrate() -> None:
    """Bring the database's tables up to date."""
    with database():
        done = _migrate()
    say(f"{done} migrations applied." if done else "The tables are up to date.")


@click.command(hidden=True)
def worker() -> None:
    """Run jobs until told to stop."""
    set_up()
    _run_jobs()


COMMANDS = (serve, demo, migrate, worker)
