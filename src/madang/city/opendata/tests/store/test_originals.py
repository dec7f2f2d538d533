import hashlib
import random

import pytest

from madang.city.opendata.store import originals

ROOM = 10_000_000


def everything_below(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def test_bytes_come_back_as_they_came_and_lie_there_compressed():
    pieces = [b"name,height\n", b"oak,12\n" * 5_000, "은행나무,9\n".encode("cp949")]
    kept = originals.put(pieces, room=ROOM)
    assert kept.sha256 == hashlib.sha256(b"".join(pieces)).hexdigest()
    assert kept.bytes == sum(map(len, pieces))
    assert b"".join(originals.stream(kept.sha256)) == b"".join(pieces)
    assert kept.stored_bytes == originals.path_of(kept.sha256).stat().st_size < kept.bytes / 10


def test_the_same_bytes_are_kept_once(store):
    first, second = originals.put([b"a,b\n", b"1,2\n"], room=ROOM), originals.put([b"a,b\n1,", b"2\n"], room=ROOM)
    assert first == second
    assert len(everything_below(store)) == 1


def test_a_file_without_room_is_refused_and_leaves_nothing(store):
    noise = (random.Random(number).randbytes(200_000) for number in range(200))
    with pytest.raises(originals.NoRoom) as refused:
        originals.put(noise, room=20_000)
    assert refused.value.room == 20_000
    assert everything_below(store) == []
    assert next(noise)  # it stopped before the end


def test_a_file_that_stops_coming_leaves_nothing(store):
    def broken():
        yield b"a,b\n"
        raise ConnectionError

    with pytest.raises(ConnectionError):
        originals.put(broken(), room=ROOM)
    assert everything_below(store) == []


def test_bytes_that_the_disk_changed_are_noticed(tmp_path):
    kept = originals.put([b"a,b\n1,2\n"], room=ROOM)
    other = originals.put([b"a,b\n1,3\n"], room=ROOM)
    originals.path_of(kept.sha256).write_bytes(originals.path_of(other.sha256).read_bytes())
    with pytest.raises(ValueError, match="not what was stored"):
        originals.unpack(kept.sha256, tmp_path / "out")


@pytest.mark.parametrize("name", ["../../../../etc/passwd", "", "ABCDEF0123456789", "0123/456789abcdef"])
def test_only_hashes_name_something(name):
    with pytest.raises(ValueError, match="names nothing"):
        originals.path_of(name)
