from hypothesis import given
from hypothesis import strategies as st

from madang.city.kernel import ids


def test_a_reference_is_speakable_and_checked():
    reference = ids.public_reference()
    assert reference.startswith("MD-")
    assert ids.is_public_reference(reference)


@given(st.integers(0, 10_000))
def test_one_wrong_character_is_always_noticed(seed):
    reference = ids.public_reference()
    places = [i for i, c in enumerate(reference) if i > 2 and c != "-"]
    place = places[seed % len(places)]
    for other in ids.CHECK_ALPHABET:
        if other != reference[place]:
            assert ids.tidy_reference(reference[:place] + other + reference[place + 1 :]) is None


def test_careless_typing_is_forgiven():
    reference = ids.public_reference()
    assert ids.tidy_reference(f" {reference.lower().replace('-', ' ')} ") == reference
    assert ids.tidy_reference("MD-1234-567890") is None
    assert ids.tidy_reference("") is None
