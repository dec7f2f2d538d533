"""Money as whole minor units: exact, comparable, never a float."""

from dataclasses import dataclass
from typing import Self

MINOR_DIGITS = {"KRW": 0, "JPY": 0, "VND": 0, "CLP": 0, "BHD": 3, "KWD": 3, "JOD": 3, "TND": 3}


class CurrencyMismatch(ValueError):
    """Raised when amounts in two currencies meet."""


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An amount in minor units of an ISO 4217 currency; the won has none.

    Raises CurrencyMismatch when added to or compared with another currency.
    """

    amount_minor: int
    currency: str

    def _same(self, other: "Money") -> int:
        if other.currency != self.currency:
            raise CurrencyMismatch(f"{self.currency} and {other.currency} do not add up; convert one of them first")
        return other.amount_minor

    def __add__(self, other: "Money") -> Self:
        return type(self)(self.amount_minor + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> Self:
        return type(self)(self.amount_minor - self._same(other), self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.amount_minor < self._same(other)

    def __le__(self, other: "Money") -> bool:
        return self.amount_minor <= self._same(other)

    @property
    def digits(self) -> int:
        """Return how many digits stand behind the point in this currency."""
        return MINOR_DIGITS.get(self.currency, 2)

    def as_decimal_text(self) -> str:
        """Return the amount as plain text, such as ``12.50`` or, for the won, ``12500``."""
        sign, amount = ("-" if self.amount_minor < 0 else ""), abs(self.amount_minor)
        if not self.digits:
            return f"{sign}{amount}"
        whole, rest = divmod(amount, 10**self.digits)
        return f"{sign}{whole}.{rest:0{self.digits}d}"
