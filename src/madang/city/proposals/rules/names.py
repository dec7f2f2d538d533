"""How residents are named in public: as they choose, with initials that mean something in each script."""

from enum import StrEnum

from madang.city.kernel.text import Script, script_of

HIDDEN_LETTER = "○"
_COMPOUND = frozenset(
    {
        "남궁",
        "황보",
        "제갈",
        "사공",
        "선우",
        "서문",
        "독고",
        "동방",
        "欧阳",
        "司马",
        "上官",
        "诸葛",
        "夏侯",
        "东方",
        "皇甫",
        "尉迟",
        "公孙",
        "慕容",
    }
)


class Shown(StrEnum):
    """What somebody lets others see of their name."""

    NAME = "name"
    INITIALS = "initials"
    NOTHING = "nothing"


def byline(name: str, shown: Shown) -> str:
    """Return the name as its owner lets it be seen; "" is a resident without a name.

    Hangul and Han keep the family name, other letters hide: 김하루 is 김○○, 김솔 is 김○, 남궁민수 is 남궁○○. Other scripts
    keep first letters: Kim Haru is K. H. A name of one letter has nothing to hide behind, so it is not shown at all.
    """
    tidy = " ".join(name.split())
    if shown is Shown.NOTHING or not tidy:
        return ""
    return tidy if shown is Shown.NAME else _initials(tidy)


def _initials(name: str) -> str:
    if all(script_of(letter) in (Script.HANGUL, Script.HAN) for letter in name.replace(" ", "")):
        bare = name.replace(" ", "")
        family = bare[:2] if len(bare) > 2 and bare[:2] in _COMPOUND else bare[:1]
        return family + HIDDEN_LETTER * (len(bare) - len(family)) if len(bare) > 1 else ""
    words = [word for word in name.replace("-", " ").split() if word[0].isalpha()]
    if sum(len(word) for word in words) < 2:
        return ""
    return " ".join(f"{word[0].upper()}." for word in words)
