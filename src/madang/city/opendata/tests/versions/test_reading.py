"""The process that reads: ended when nobody wants the file, when it takes too long, when it uses too much."""

import os

import pytest

from madang.city.opendata.store import reading
from madang.city.opendata.tests.versions import made


def asked(path, folder, **more):
    return {"path": str(path), "name": "trees.csv", "folder": str(folder), "wanted": {}, "memory_mb": 512, **more}


def children():
    return {int(name) for name in os.listdir("/proc") if name.isdecimal() and _parent(name) == os.getpid()}


def _parent(name):
    try:
        with open(f"/proc/{name}/stat") as told:
            return int(told.read().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def test_a_file_is_read_apart_and_its_steps_are_told(tmp_path):
    source = tmp_path / "source"
    source.write_text(made.TREES)
    (tmp_path / "made").mkdir()
    steps = []
    found = reading.read(
        asked(source, tmp_path / "made"), progress=lambda step, share: steps.append(step), is_wanted=lambda: True
    )
    assert found["rows"] == 400
    assert [column["type"] for column in found["columns"]] == ["text", "text", "decimal", "date"]
    assert steps[0] == "sniffing"
    assert len(set(steps)) > 1


@pytest.fixture
def endless(tmp_path):
    """Return a file that never begins: whoever opens it waits."""
    path = tmp_path / "endless"
    os.mkfifo(path)
    return path


def test_a_file_that_nobody_wants_any_more_is_let_go_and_its_process_is_gone(tmp_path, endless):
    before = children()
    with pytest.raises(reading.Cancelled):
        reading.read(asked(endless, tmp_path), progress=lambda step, share: None, is_wanted=lambda: False)
    assert children() <= before


def test_a_file_that_takes_too_long_is_a_fault_of_the_file(tmp_path, endless):
    with pytest.raises(reading.Unreadable) as fault:
        reading.read(asked(endless, tmp_path), progress=lambda step, share: None, is_wanted=lambda: True, seconds=0.1)
    assert fault.value.problem["key"] == "opendata.read_time"


def test_a_reading_that_uses_too_much_memory_is_ended(tmp_path, endless):
    with pytest.raises(reading.Unreadable) as fault:
        reading.read(asked(endless, tmp_path, memory_mb=1), progress=lambda step, share: None, is_wanted=lambda: True)
    assert fault.value.problem["key"] == "opendata.read_memory"


def test_a_process_that_ends_without_a_word_is_a_bug_and_no_fault_of_the_file(tmp_path):
    with pytest.raises(RuntimeError, match="ended with 1"):
        reading.read({"memory_mb": 512}, progress=lambda step, share: None, is_wanted=lambda: True)


def read(source, folder):
    folder.mkdir(exist_ok=True)
    return reading.read(asked(source, folder), progress=lambda step, share: None, is_wanted=lambda: True)


def test_many_files_are_read_by_one_process_until_one_is_let_go(tmp_path, endless):
    source = tmp_path / "source"
    source.write_text(made.TREES)
    with reading.kept():
        alone = children()
        assert [read(source, tmp_path / name)["rows"] for name in ("one", "two")] == [400, 400]
        (kept,) = children() - alone
        with pytest.raises(reading.Cancelled):
            reading.read(asked(endless, tmp_path), progress=lambda step, share: None, is_wanted=lambda: False)
        assert kept not in children()
        assert read(source, tmp_path / "three")["rows"] == 400
    assert children() <= alone
