"""What tests of pages share with those of secret votes."""

from madang.city.voting.tests.secret.conftest import quick_keys

__all__ = ["quick_keys"]
