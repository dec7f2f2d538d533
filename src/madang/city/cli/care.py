"""backup, restore, verify, token: keeping the city safe."""

import json
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import Any

import click

from madang.city.cli.frame import Failure, database, migrated_database, print_json, progress, refusals, say

DUMP = "database.dump"
FILES = "files"
FORMAT = 1


def _program(name: str) -> str:
    from madang.city.kernel.database.place import wheel_binaries

    return str(wheel_binaries() / name)


def _address() -> str:
    from django.conf import settings

    from madang.city.kernel.database.embedded import url
    from madang.city.kernel.database.place import find_place

    return str(settings.DATABASE_URL or url(find_place(settings.DATA_DIR)))


def _run(command: list[str], what: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise Failure(f"{what} failed: {last}")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def backup(file: Path) -> None:
    """Write the whole city (database and files) into FILE, a .tar."""
    with migrated_database(), tempfile.TemporaryDirectory() as folder:
        from django.conf import settings

        dump = Path(folder) / DUMP
        say("Copying the database ...")
        _run([_program("pg_dump"), "--format=custom", "--no-owner", f"--file={dump}", _address()], "The copy of the database")
        unfinished = file.with_name(file.name + ".unfinished")
        facts = Path(folder) / "madang.json"
        facts.write_text(json.dumps({"format": FORMAT}))
        media = Path(settings.MEDIA_ROOT)
        stored = [path for path in media.rglob("*") if path.is_file()] if media.exists() else []
        try:
            with tarfile.open(unfinished, "w") as archive, progress("Copying files") as tick:
                archive.add(facts, facts.name)
                archive.add(dump, DUMP)
                for number, path in enumerate(stored, 1):
                    archive.add(path, f"{FILES}/{path.relative_to(media)}")
                    tick(number, len(stored))
            unfinished.chmod(0o600)
            unfinished.replace(file)
        except OSError as problem:
            raise Failure(f"{file} cannot be written: {problem.strerror}.") from problem
    say(f"Saved in {file}. It holds personal data: keep it as safe as the city itself.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--yes", is_flag=True, help="Replace what is there without asking.")
def restore(file: Path, yes: bool) -> None:
    """Replace the city by what FILE holds, whole or not at all."""
    if not yes:
        click.confirm("This replaces everything in the database and the files. Go on?", abort=True)
    with database(), tempfile.TemporaryDirectory() as folder:
        from django.conf import settings

        _unpack(file, Path(folder))
        say("Restoring the database ...")
        command = [_program("pg_restore"), "--clean", "--if-exists", "--no-owner", "--single-transaction", "--exit-on-error"]
        _run([*command, f"--dbname={_address()}", str(Path(folder) / DUMP)], "The restore")
        _replace_files(Path(folder) / FILES, Path(settings.MEDIA_ROOT))
    say("The city is as it was.")


def _unpack(file: Path, folder: Path) -> None:
    try:
        with tarfile.open(file) as archive:
            archive.extractall(folder, filter="data")
        facts = json.loads((folder / "madang.json").read_text())
    except (tarfile.TarError, OSError, ValueError) as problem:
        raise Failure(f"{file} is not a backup of Madang, or it is damaged: {problem}.") from problem
    if facts.get("format") != FORMAT or not (folder / DUMP).exists():
        raise Failure(f"{file} was written in another format: use the Madang that wrote it.")


def _replace_files(source: Path, target: Path) -> None:
    import shutil

    source.mkdir(exist_ok=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    old = target.with_name(target.name + ".old")
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.rename(old)
    shutil.copytree(source, target)
    shutil.rmtree(old, ignore_errors=True)


@click.group()
def verify() -> None:
    """Check what must not have been changed."""


@verify.command("journal")
@click.option("--json", "as_json", is_flag=True, help="Print the verdict as JSON.")
def verify_journal(as_json: bool) -> None:
    """Walk the journal's chain and name the first broken link. Exit code 1 if there is one."""
    with migrated_database():
        from madang.city.journal import services as journal

        with progress("Checking the journal") as tick:
            verdict = journal.verify(progress=tick)
        if as_json:
            print_json(_plain(verdict))
        elif verdict.ok:
            say(f"The journal is whole: {verdict.sealed} sealed notes, {verdict.unsealed} waiting for their seal.")
        else:
            say(f"The journal is broken at {verdict.first_broken}.")
        if not verdict.ok:
            raise SystemExit(1)


def _plain(value: Any) -> Any:
    from dataclasses import asdict, is_dataclass

    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else value


@click.group()
def token() -> None:
    """Tokens for programs that use the API."""


@token.command("create")
@click.option("--user", "email", required=True, help="E-mail of the account that the token acts for.")
@click.option("--scope", "scopes", multiple=True, required=True, help="What it may do; `all` for operators. May be repeated.")
@click.option("--name", default="command line", show_default=True, help="What it is for.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def create_token(email: str, scopes: tuple[str, ...], name: str, as_json: bool) -> None:
    """Make a token and print it, this once."""
    with migrated_database(), refusals():
        from madang.city.kernel import clock
        from madang.city.people import services as people

        secret = people.create_token(email=email, scopes=scopes, name=name, now=clock.now())
        if as_json:
            print_json({"token": secret, "user": email, "scopes": list(scopes)})
        else:
            click.echo(secret)


COMMANDS = (backup, restore, verify, token)
