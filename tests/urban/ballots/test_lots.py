import hashlib

from hypothesis import given
from hypothesis import strategies as st

from madang.urban.ballots.lots import drawn


def test_the_order_is_that_of_the_hashes_of_seed_and_number():
    hashes = {number: hashlib.sha256(b"7:" + str(number).encode()).hexdigest() for number in (1, 2, 3, 10)}
    assert hashes == {  # printf 7:1 | sha256sum
        1: "d7a0cee7b61eb0e3e4776e245cfafbfba1cbce2b59a1f2c20626e3e46bbaf745",
        2: "8d8ea3758174b90cba3272621ec7d1eec4a85179284f010e93c034925fba8f12",
        3: "111c309fc0cfd2b772a26b9c6f05c0e3b19eaa2ccf302881b9eed7faeab435f0",
        10: "a62ed33a885bbebc0590527c0b50ed8a3471e4efb37c1bdcf1432323f5ff8ebb",
    }
    assert drawn([1, 2, 3, 10], "7") == tuple(sorted(hashes, key=hashes.get))


@given(st.sets(st.integers(1, 99), min_size=2), st.text())
def test_who_else_is_tied_does_not_change_the_order_of_two(candidates, seed):
    order = drawn(candidates, seed)
    assert drawn(order[:2], seed) == order[:2]


def test_a_seed_in_any_script_is_taken_as_utf_8():
    first = min((1, 2), key=lambda number: hashlib.sha256(f"서울 2026:{number}".encode()).hexdigest())
    assert drawn([1, 2], "서울 2026")[0] == first
