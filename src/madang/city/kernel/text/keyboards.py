"""What was typed with the wrong keyboard layout: Korean on Latin keys ("dbclfdnjs" is "유치원"), English on Korean keys.

The layout is the Korean standard one with two sets of keys (dubeolsik, KS X 5002).
"""

from madang.city.kernel.text.hangul import keystrokes, syllables

_LATIN = "rRseEfaqQtTdwWczxvgkoiOjpuPhynbml"
_KOREAN = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎㅏㅐㅑㅒㅓㅔㅕㅖㅗㅛㅜㅠㅡㅣ"
_TO_KOREAN = dict(zip(_LATIN, _KOREAN, strict=True))
_TO_LATIN = dict(zip(_KOREAN, _LATIN, strict=True))


def on_korean_keys(text: str) -> str:
    """Return what the same keys type in the Korean layout; signs and digits stay, capitals count where they are letters there."""
    return syllables("".join(_TO_KOREAN.get(char) or _TO_KOREAN.get(char.lower(), char) for char in text))


def on_latin_keys(text: str) -> str:
    """Return what the same keys type in the Latin layout ("ㅣㅑㅠㄱㅁ교" is "library"); all but Korean letters stays."""
    return "".join(_TO_LATIN.get(key, key) for key in keystrokes(text))
