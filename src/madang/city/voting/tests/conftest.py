"""What tests of votes may use."""

import pytest

from madang.city.voting import signing


@pytest.fixture(scope="session")
def one_key() -> signing.VoteKeys:
    """Return the keys of a vote, made once: making them takes longer than most tests."""
    return signing.made()


@pytest.fixture
def quick_keys(one_key: signing.VoteKeys, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every official vote of the test have the same keys."""
    monkeypatch.setattr(signing, "made", lambda: one_key)
