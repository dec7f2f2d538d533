"""How allauth signs people in, the city's way."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Signs up, signs in and writes the mails."""
