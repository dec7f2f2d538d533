"""What tests of the story share with those of secret votes."""

from madang.city.voting.tests.conftest import one_key, quick_keys

__all__ = ["one_key", "quick_keys"]
