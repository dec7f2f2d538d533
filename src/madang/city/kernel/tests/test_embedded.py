"""The embedded server: owned once, stopped with its owner, permissions left alone."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from madang.city.kernel.database import embedded
from madang.city.kernel.database.place import Owner, find_place, lets_through, reachable

OWN = """
import sys, time
from pathlib import Path
from madang.city.kernel.database.embedded import running
with running(Path(sys.argv[1]), throwaway=True) as place:
    print("ready", flush=True)
    time.sleep(600)
"""


@pytest.fixture
def folder(tmp_path_factory) -> Path:
    """Return a data folder that any user can walk to."""
    import tempfile

    path = Path(tempfile.mkdtemp(prefix="mdg-"))
    path.chmod(0o755)
    return path


def answers(place) -> bool:
    """Tell whether the server takes connections."""
    try:
        with psycopg.connect(embedded.url(place, "postgres"), connect_timeout=2):
            return True
    except psycopg.OperationalError:
        return False


def wait_until(fact, seconds=15.0) -> bool:
    """Wait for ``fact()`` to hold."""
    ends_at = time.monotonic() + seconds
    while time.monotonic() < ends_at:
        if fact():
            return True
        time.sleep(0.05)
    return False


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_a_copy_of_the_owner_owns_nothing(folder):
    with embedded.running(folder, throwaway=True) as place:
        copy = multiprocessing.get_context("fork").Process(target=time.sleep, args=(60,))
        copy.start()
    try:
        assert copy.is_alive()
        assert not embedded.is_owned(place)
    finally:
        copy.kill()
        copy.join()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_the_server_dies_with_its_owner_and_its_data_survive(folder, number):
    with subprocess.Popen([sys.executable, "-c", OWN, str(folder)], stdout=subprocess.PIPE) as owner:
        assert owner.stdout.readline() == b"ready\n"
        place = find_place(folder)
        with psycopg.connect(embedded.url(place), autocommit=True) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 7 AS n")
        with pytest.raises(embedded.AlreadyOwned), embedded.running(folder):
            pass
        assert embedded.is_owned(place)
        owner.send_signal(number)
    assert wait_until(lambda: not answers(place))
    with embedded.running(folder, throwaway=True), psycopg.connect(embedded.url(place)) as connection:
        assert connection.execute("SELECT n FROM kept").fetchone() == (7,)


def test_nobody_else_reads_the_data_and_no_foreign_permission_changes(folder):
    inner = folder / "a" / "b"
    inner.mkdir(parents=True)
    before = {path: path.stat().st_mode for path in (folder, folder / "a", inner)}
    with embedded.running(inner / "var", throwaway=True) as place:
        assert place.cluster.stat().st_mode & 0o077 == 0
        assert place.sockets.stat().st_mode & 0o077 == 0
    assert {path: path.stat().st_mode for path in before} == before


def test_an_unwritable_folder_is_one_sentence(folder):
    blocked = folder / "file"
    blocked.write_text("")
    with (
        pytest.raises(embedded.DatabaseUnavailable, match="choose another folder with MADANG_DATA_DIR"),
        embedded.running(blocked / "var"),
    ):
        pass


@pytest.mark.skipif(os.geteuid() != 0, reason="only root hands the server to another user")
def test_root_keeps_a_private_home_private(folder):
    home = folder / "home"
    home.mkdir(mode=0o700)
    place = find_place(home / "project" / "var")
    assert place.owner is not None
    assert not place.cluster.is_relative_to(home)
    assert home.stat().st_mode & 0o777 == 0o700


def test_walking_needs_the_execute_bit_of_the_right_class(folder):
    mine = folder.stat()
    stranger = Owner("stranger", mine.st_uid + 4_000, mine.st_gid + 4_000)
    folder.chmod(0o711)
    assert lets_through(folder, stranger)
    assert reachable(folder / "x" / "y", stranger) == all(lets_through(one, stranger) for one in folder.parents)
    folder.chmod(0o710)
    assert not lets_through(folder, stranger)
    assert not reachable(folder / "x", stranger)
    assert lets_through(folder, Owner("member", stranger.uid, mine.st_gid))


def test_a_long_path_still_fits_a_socket(folder):
    deep = folder / ("long" * 30)
    place = find_place(deep)
    assert len(str(place.sockets)) <= 90
