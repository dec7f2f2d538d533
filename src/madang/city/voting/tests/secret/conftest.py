"""What tests of secret votes share."""

import pytest
from tests.urban.ballots.secret_builders import token_key

from madang.city.voting import signing


@pytest.fixture(autouse=True)
def quick_keys(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Take one RSA key for all votes of a run: making one takes longer than most tests."""
    if request.node.get_closest_marker("django_db"):
        new = signing.made
        monkeypatch.setattr(signing.keys, "generate_private_key", lambda exponent, bits: token_key())
        assert new().tokens is token_key()
