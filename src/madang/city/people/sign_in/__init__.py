"""How people sign in: allauth, the city's way. Settings name these classes."""

from madang.city.people.sign_in.account import AccountAdapter
from madang.city.people.sign_in.outside import OutsideAdapter
from madang.city.people.sign_in.provider import ProviderAdapter
from madang.city.people.sign_in.second import SecondFactorAdapter

__all__ = ["AccountAdapter", "OutsideAdapter", "ProviderAdapter", "SecondFactorAdapter"]
