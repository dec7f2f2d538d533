"""A small, careful English stemmer: it joins the forms of one word and would rather leave two words apart than mix two.

Steps 1a to 1c follow M. F. Porter, "An algorithm for suffix stripping", 1980; of the later steps only those are kept that do
not mix words of the civic vocabulary (`council` and `councillor`, `care` and `car`, `general` and `generous` stay apart).
"""

import re
from functools import lru_cache

_FORMS = """
    children:child childrens:child men:man women:woman mens:man womens:woman mice:mouse teeth:tooth feet:foot wives:wife
    knives:knife leaves:leaf halves:half wolves:wolf shelves:shelf lice:louse geese:goose bought:buy broke:break
    broken:break brought:bring built:build caught:catch chose:choose chosen:choose did:do died:die dies:die dying:die
    drove:drive driven:drive fell:fall fallen:fall felt:feel fought:fight found:find gave:give given:give gone:go
    went:go got:get getting:get gotten:get grew:grow grown:grow held:hold kept:keep left:leave leaving:leave lost:lose
    made:make met:meet paid:pay ran:run said:say sold:sell sent:send slept:sleep spent:spend stole:steal stolen:steal
    taken:take took:take taught:teach thrown:throw threw:throw told:tell tying:tie lying:lie wrote:write written:write
    bitten:bite bit:bite swam:swim hidden:hide buses:bus busses:bus has:have had:have was:be is:be are:be were:be
    been:be being:be does:do goes:go buildings:building needed:need married:marry application:apply applications:apply
    applicant:apply applicants:apply registration:register registrations:register vacancies:vacancy housing:house
    noisy:noise smelly:smell dusty:dust
"""
_WHOLE = """
    shut ill bus gas news this his always during evening nothing something anything everything wedding building feed
    need speed weed seed breed indeed hundred bed red shed united string spring morning ceiling registrar registry media
    wellbeing proof easter later lawyer september october november december counter chapter quarter matter shelter
    shower flower litter number member
"""
_LEMMAS = dict(pair.split(":") for pair in _FORMS.split())
_UNCHANGED = frozenset(_WHOLE.split())
_VOWEL = re.compile(r"[aeiou]|(?<=[^aeiou])y")
_MEASURE = re.compile(r"(?:[aeiou]|(?<=[^aeiou])y)+(?:[^aeiouy]|^y|(?<=[aeiou])y)+")
_SHORT = re.compile(r"(?:^|.*)[^aeiou][aeiouy][^aeiouwxy]$")
_DOUBLE = re.compile(r"([bdfgmnprt])\1$")


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return the stem of a lower-case English word; words with digits and words of up to three letters stay as they are."""
    if word in _LEMMAS:
        return stem(_LEMMAS[word])
    if word in _UNCHANGED or len(word) <= 3 or not word.isalpha() or not word.isascii():
        return word
    return _regular(word)


def _regular(word: str) -> str:
    bare = _without_plural(word)
    if bare != word and (bare in _LEMMAS or bare in _UNCHANGED):
        return stem(bare)
    root = _without_past_or_gerund(bare)
    if root != bare and (root in _LEMMAS or root in _UNCHANGED):
        return stem(root)
    if len(root) > 3 and root.endswith("y") and root[-2] not in "aeiou":
        return root[:-1] + "i"
    return _without_ending(root)


def _without_plural(word: str) -> str:
    if word.endswith("sses"):
        return word[:-2]
    if word.endswith("ies"):
        return word[:-3] + "y" if len(word) > 4 else word[:-1]
    if word.endswith(("ches", "shes", "xes", "zes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _without_past_or_gerund(word: str) -> str:
    if word.endswith("ied") and len(word) > 4:
        return word[:-3] + "y"
    for ending in ("ing", "ed"):
        bare = word[: -len(ending)]
        if word.endswith(ending) and not word.endswith("eed") and len(bare) > 1 and _VOWEL.search(bare):
            return _repaired(bare)
    return word


def _repaired(bare: str) -> str:
    """Undo what adding -ed or -ing did: `tipp` is tip, `car` is care, `collat` is collate."""
    if bare.endswith(("at", "bl", "iz")):
        return bare + "e"
    if _DOUBLE.search(bare):
        return bare[:-1]
    if len(_MEASURE.findall(bare)) == 1 and _SHORT.match(bare) and len(bare) <= 5:
        return bare + "e"
    return bare


def _without_ending(word: str) -> str:
    for ending, least in (("iness", 4), ("ness", 5), ("er", 5)):
        if word.endswith(ending) and len(word) - len(ending) >= least:
            word = word[: -len(ending)] + ("i" if ending == "iness" else "")
            return _DOUBLE.sub(r"\1", word)
    if word.endswith(("tion", "sion")) and len(word) - 3 >= 5:
        return word[:-3]
    if word.endswith("e") and len(word) > 4 and _drops_e(word[:-1]):
        return word[:-1]
    if word.endswith("ll") and len(word) > 5:
        return word[:-1]
    return word


def _drops_e(bare: str) -> bool:
    measure = len(_MEASURE.findall(bare))
    return measure > 1 or (measure == 1 and not _SHORT.match(bare))
