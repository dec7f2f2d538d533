"""Korean letters and endings: syllables as keystrokes, initial consonants, eojeol without particles."""

import re
from functools import lru_cache

_INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWEL_FORMS = "ㅏ ㅐ ㅑ ㅒ ㅓ ㅔ ㅕ ㅖ ㅗ ㅗㅏ ㅗㅐ ㅗㅣ ㅛ ㅜ ㅜㅓ ㅜㅔ ㅜㅣ ㅠ ㅡ ㅡㅣ ㅣ"
_FINAL_FORMS = "- ㄱ ㄲ ㄱㅅ ㄴ ㄴㅈ ㄴㅎ ㄷ ㄹ ㄹㄱ ㄹㅁ ㄹㅂ ㄹㅅ ㄹㅌ ㄹㅍ ㄹㅎ ㅁ ㅂ ㅂㅅ ㅅ ㅆ ㅇ ㅈ ㅊ ㅋ ㅌ ㅍ ㅎ"
_VOWELS = _VOWEL_FORMS.split()
_FINALS = [form.strip("-") for form in _FINAL_FORMS.split()]
_COMPOUND_FORMS = """
    ㅘ:ㅗㅏ ㅙ:ㅗㅐ ㅚ:ㅗㅣ ㅝ:ㅜㅓ ㅞ:ㅜㅔ ㅟ:ㅜㅣ ㅢ:ㅡㅣ
    ㄳ:ㄱㅅ ㄵ:ㄴㅈ ㄶ:ㄴㅎ ㄺ:ㄹㄱ ㄻ:ㄹㅁ ㄼ:ㄹㅂ ㄽ:ㄹㅅ ㄾ:ㄹㅌ ㄿ:ㄹㅍ ㅀ:ㄹㅎ ㅄ:ㅂㅅ
"""
_COMPOUND = dict(pair.split(":") for pair in _COMPOUND_FORMS.split())
_FIRST, _LAST = 0xAC00, 0xD7A3
# An initial, the longest vowel, and the longest final that the next syllable does not take as its initial.
_SYLLABLE = re.compile(
    f"([{_INITIALS}])({'|'.join(sorted(_VOWELS, key=len, reverse=True))})"
    f"(?:({'|'.join(sorted(filter(None, _FINALS), key=len, reverse=True))})(?![ㅏ-ㅣ]))?"
)

# Endings of verbs and adjectives as spoken to an office, longest first; what is left is the stem with its last syllable.
_ENDINGS = re.compile(
    r"(?:(?:해|하여|되어|돼|어|아|여|워|와|려|져|겨|쳐|켜|혀)?(?:주실|줄|주는|주세요|주십시오|주시면|달라고|줘요|줘)|"
    r"(?:고|구)?싶(?:어요|습니다|은데요?|어|다)|"
    r"(?:하|되)?(?:려고요?|려면|려는데요?)|(?:으)?(?:려면|려고)|"
    r"(?:했|됐|되었|하였|었|았|였|겠)(?:어요|습니다|는데요?|나요|어|다|지만|을까요|던)|"
    r"(?:합니다|됩니다|입니다|습니까|합니까|됩니까|입니까|습니다|ㅂ니다)|"
    r"(?:하|되)?(?:나요|는데요?|네요|군요|지요|을까요|까요|ㄹ까요|는지|는가요|은가요|인가요)|"
    r"(?:해|돼|이에|예|에|어|아|여)요|하세요|하십시오|하시는|(?:으)?세요|"
    r"(?<=[리우내열찾받꾸키치짓걷놓닫먹읽맡묻끊막얻심기])기|"
    r"(?:하|되)(?:는|고|면|기|지|게|며|다|여|던)|(?:할|한|해|함|될|된|돼))$"
)
_PARTICLE_FORMS = """
    에서는 에서도 으로는 에게서 한테서 이라도 까지는 부터는 이라고 으로서 으로써
    에서 에게 한테 으로 까지 부터 처럼 보다 마다 밖에 조차 라도 이나 이랑 하고 에는
    에도 께서 이든 라고
    은 는 이 가 을 를 에 의 로 와 과 도 만 나 랑 께 요
"""
_PARTICLES = tuple(_PARTICLE_FORMS.split())  # longest first


def keystrokes(text: str) -> str:
    """Return text with every Hangul syllable split into the keys that type it ("관" is "ㄱㅗㅏㄴ"); the rest is untouched.

    So a half-typed word is a prefix of the whole one: "도섟" and "도서과" both begin like "도서관" as far as they agree.
    """
    return "".join(_keys(char) for char in text)


@lru_cache(maxsize=16384)
def _keys(char: str) -> str:
    code = ord(char)
    if not _FIRST <= code <= _LAST:
        return _COMPOUND.get(char, char)
    initial, rest = divmod(code - _FIRST, 588)
    vowel, final = divmod(rest, 28)
    return _INITIALS[initial] + _VOWELS[vowel] + _FINALS[final]


def syllables(keys: str) -> str:
    """Return keystrokes put together to syllables, as a keyboard does ("ㄱㅗㅏㄴ" is "관"); what fits nowhere stays."""
    text, at = [], 0
    while at < len(keys):
        found = _SYLLABLE.match(keys, at)
        text.append(_composed(found) if found else keys[at])
        at = found.end() if found else at + 1
    return "".join(text)


def _composed(found: re.Match[str]) -> str:
    initial, vowel, final = found.groups(default="")
    return chr(_FIRST + 588 * _INITIALS.index(initial) + 28 * _VOWELS.index(vowel) + _FINALS.index(final))


def initials(text: str) -> str:
    """Return the initial consonants of the Hangul syllables of text ("도서관" is "ㄷㅅㄱ"); other characters stay."""
    return "".join(_INITIALS[(ord(char) - _FIRST) // 588] if _FIRST <= ord(char) <= _LAST else char for char in text)


@lru_cache(maxsize=16384)
def bare_eojeol(word: str) -> str:
    """Return a Korean word without its verb ending or its particle, as far as rules can tell; at least one syllable stays."""
    cut = _ENDINGS.sub("", word)
    if cut and cut != word:
        return cut
    for particle in _PARTICLES:
        if word.endswith(particle) and len(word) > len(particle):
            bare = word[: -len(particle)]
            return bare if len(bare) > 1 or _may_stand_alone(particle, word) else word
    return word


def is_predicate(word: str) -> bool:
    """Tell whether a Korean word ends like a verb or an adjective ("버려요") and not like a noun ("쓰레기를")."""
    cut = _ENDINGS.sub("", word)
    return bool(cut) and cut != word


def _may_stand_alone(particle: str, word: str) -> bool:
    """Tell whether the one syllable before a particle agrees with it (쥐-가 but not 고-가): closed before 이, 은, 을, 과."""
    closed = (ord(word[0]) - _FIRST) % 28 != 0
    needs_closed = {"이": True, "은": True, "을": True, "과": True, "가": False, "는": False, "를": False, "와": False}
    return needs_closed.get(particle, closed) == closed and len(word) == len(particle) + 1
