"""Numbers and money as people write them in English, Korean and Chinese. Plain values in, text out."""

from decimal import ROUND_HALF_UP, Decimal

NARROW_GAP = "\u202f"
SIGNS = {
    "KRW": {"en": "₩", "ko": "원", "zh": "韩元"},
    "CNY": {"en": "CN¥", "ko": "위안", "zh": "元"},
    "JPY": {"en": "¥", "ko": "엔", "zh": "日元"},
    "USD": {"en": "$", "ko": "달러", "zh": "美元"},
    "EUR": {"en": "€", "ko": "유로", "zh": "欧元"},
    "GBP": {"en": "£", "ko": "파운드", "zh": "英镑"},
}


def number(value: int | float | Decimal, decimals: int | None = None) -> str:
    """Return a number in groups of three: 23,100. ``decimals`` fixes the digits behind the point; None keeps what is there."""
    exact = Decimal(str(value))
    if decimals is not None:
        exact = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    text = f"{exact:,f}"
    return text.rstrip("0").rstrip(".") if decimals is None and "." in text else text


def percent(share: float | Decimal, lang: str, decimals: int = 0) -> str:
    """Return a share of 0 to 1 in percent: 94 % with a thin gap in English, 94% in Korean and Chinese."""
    gap = NARROW_GAP if lang == "en" else ""
    return f"{number(Decimal(str(share)) * 100, decimals)}{gap}%"


def money(amount_minor: int, currency: str, digits: int, lang: str) -> str:
    """Return an exact amount: ₩84,000,000 / 84,000,000원 / 84,000,000 韩元. ``digits`` stand behind the point."""
    amount = Decimal(abs(amount_minor)).scaleb(-digits)
    return _with_sign(number(amount, digits), currency, lang, minus=amount_minor < 0, gap=lang == "zh")


def money_words(amount_minor: int, currency: str, digits: int, lang: str) -> str:
    """Return a round amount as people say it: ₩84 million / 8,400만 원 / 8400 万韩元; small amounts are exact."""
    amount = Decimal(abs(amount_minor)).scaleb(-digits)
    spoken = {"ko": _korean, "zh": _chinese}.get(lang, _english)(amount)
    if spoken is None:
        return money(amount_minor, currency, digits, lang)
    return _with_sign(spoken, currency, lang, minus=amount_minor < 0, gap=lang == "ko")


def _with_sign(text: str, currency: str, lang: str, *, minus: bool, gap: bool) -> str:
    sign = SIGNS.get(currency, {}).get(lang, currency)
    before = "-" if minus else ""
    if lang in ("ko", "zh"):
        return f"{before}{text}{' ' if gap else ''}{sign}"
    return f"{before}{sign}{' ' if sign == currency else ''}{text}"


def _english(amount: Decimal) -> str | None:
    if amount >= 1_000_000_000:
        return f"{number(_rounded(amount / 1_000_000_000, '0.01'))} billion"
    if amount >= 1_000_000:
        return f"{number(_rounded(amount / 1_000_000, '0.1'))} million"
    return None


def _korean(amount: Decimal) -> str | None:
    if amount < 1_000_000:
        return None
    hundred_millions, rest = divmod(int(amount / 10_000 + Decimal("0.5")), 10_000)
    words = [f"{number(hundred_millions)}억"] if hundred_millions else []
    if rest:
        words.append(f"{number(rest)}만")
    return " ".join(words)


def _chinese(amount: Decimal) -> str | None:
    if amount >= 100_000_000:
        return f"{number(_rounded(amount / 100_000_000, '0.01'))} 亿"
    if amount >= 100_000:
        return f"{_rounded(amount / 10_000, '0.1')!s} 万"
    return None


def _rounded(value: Decimal, step: str) -> Decimal:
    near = value.quantize(Decimal(step), rounding=ROUND_HALF_UP)
    return Decimal(f"{near:f}".rstrip("0").rstrip("."))
