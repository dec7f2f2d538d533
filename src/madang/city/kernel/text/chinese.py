"""Chinese characters: the traditional ones as simplified ones, and every toneless reading that a character has."""

from functools import cache, lru_cache

from madang.city.kernel.text.traditional import PAIRS


@cache
def _simplified_forms() -> dict[int, str]:
    plain = "".join(PAIRS.split())
    return dict(zip(map(ord, plain[::2]), plain[1::2], strict=True))


def simplified(text: str) -> str:
    """Return text with traditional Chinese characters made simplified ("圖書館" is "图书馆"); all else stays as it is."""
    return text if text.isascii() else text.translate(_simplified_forms())


@lru_cache(maxsize=16384)
def readings(char: str) -> frozenset[str]:
    """Return every toneless pinyin of one Chinese character ("行" is xing, hang, heng); ü is v."""
    from pypinyin import Style, pinyin

    found = pinyin(char, style=Style.NORMAL, heteronym=True, v_to_u=False, errors="ignore")
    return frozenset(found[0]) if found else frozenset()
