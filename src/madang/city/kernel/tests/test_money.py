import pytest

from madang.city.kernel.money import CurrencyMismatch, Money


def test_the_won_has_no_minor_unit_and_the_euro_has_two_digits():
    assert Money(12_500, "KRW").as_decimal_text() == "12500"
    assert Money(-1_205, "EUR").as_decimal_text() == "-12.05"
    assert Money(7, "KWD").as_decimal_text() == "0.007"


def test_amounts_add_up_in_one_currency_only():
    assert Money(1, "KRW") + Money(2, "KRW") == Money(3, "KRW")
    assert Money(1, "KRW") < Money(2, "KRW")
    with pytest.raises(CurrencyMismatch, match="KRW and EUR"):
        Money(1, "KRW") + Money(1, "EUR")
