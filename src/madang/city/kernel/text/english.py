"""A small, careful English stemmer: it joins the forms of one word and would rather leave two words apart than mix two.

Steps 1a to 1c follow M. F. Porter, "An algorithm for suffix stripping", 1980; of the later steps only those are kept that do
not mix words of the civic vocabulary (`council` and `councillor`, `care` and `car`, `general` and `generous` stay apart).
"""

import re
from functools import lru_cache

_IRREGULAR = {
    "children": "child", "childrens": "child", "men": "man", "women": "woman", "mens": "man", "womens": "woman", "mice": "mouse",
    "teeth": "tooth", "feet": "foot", "wives": "wife", "knives": "knife", "leaves": "leaf", "halves": "half", "wolves": "wolf",
    "shelves": "shelf", "lice": "louse", "geese": "goose",
    "bought": "buy", "broke": "break", "broken": "break", "brought": "bring", "built": "build", "caught": "catch", "chose": "choose",
    "chosen": "choose", "did": "do", "died": "die", "dies": "die", "dying": "die", "drove": "drive", "driven": "drive", "fell": "fall",
    "fallen": "fall", "felt": "feel", "fought": "fight", "found": "find", "gave": "give", "given": "give", "gone": "go", "went": "go",
    "got": "get", "getting": "get", "gotten": "get", "grew": "grow", "grown": "grow", "held": "hold", "kept": "keep", "left": "leave", "leaving": "leave",
    "lost": "lose", "made": "make", "met": "meet", "paid": "pay", "ran": "run", "said": "say", "sold": "sell", "sent": "send",
    "slept": "sleep", "spent": "spend", "stole": "steal", "stolen": "steal", "taken": "take", "took": "take", "taught": "teach",
    "thrown": "throw", "threw": "throw", "told": "tell", "tying": "tie", "lying": "lie", "wrote": "write", "written": "write",
    "bitten": "bite", "bit": "bite", "swam": "swim", "hidden": "hide", "shut": "shut", "ill": "ill", "bus": "bus", "buses": "bus",
    "busses": "bus", "gas": "gas", "news": "news", "this": "this", "his": "his", "has": "have", "had": "have", "was": "be", "is": "be",
    "are": "be", "were": "be", "been": "be", "being": "be", "does": "do", "goes": "go", "always": "always", "during": "during",
    "evening": "evening", "nothing": "nothing", "something": "something", "anything": "anything", "everything": "everything",
    "wedding": "wedding", "building": "building", "buildings": "building", "feed": "feed", "need": "need", "needed": "need", "speed": "speed",
    "weed": "weed", "seed": "seed", "breed": "breed", "indeed": "indeed", "hundred": "hundred", "married": "marry", "bed": "bed",
    "red": "red", "shed": "shed", "united": "united", "string": "string", "spring": "spring", "morning": "morning", "ceiling": "ceiling",
    "application": "apply", "applications": "apply", "applicant": "apply", "applicants": "apply",
    "registration": "register", "registrations": "register", "registrar": "registrar", "registry": "registry",
    "vacancies": "vacancy", "media": "media", "wellbeing": "wellbeing", "housing": "house", "noisy": "noise", "smelly": "smell", "dusty": "dust",
    "proof": "proof", "easter": "easter", "later": "later", "lawyer": "lawyer", "september": "september", "october": "october",
    "november": "november", "december": "december", "counter": "counter", "chapter": "chapter", "quarter": "quarter", "matter": "matter",
    "shelter": "shelter", "shower": "shower", "flower": "flower", "litter": "litter", "number": "number", "member": "member",
}  # fmt: skip
_VOWEL = re.compile(r"[aeiou]|(?<=[^aeiou])y")
_MEASURE = re.compile(r"(?:[aeiou]|(?<=[^aeiou])y)+(?:[^aeiouy]|^y|(?<=[aeiou])y)+")
_SHORT = re.compile(r"(?:^|.*)[^aeiou][aeiouy][^aeiouwxy]$")
_DOUBLE = re.compile(r"([bdfgmnprt])\1$")


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return the stem of a lower-case English word; words with digits and words of up to three letters stay as they are."""
    lemma = _IRREGULAR.get(word, word)
    if lemma != word:
        return stem(lemma)
    if word in _IRREGULAR:
        return word
    if len(word) <= 3 or not word.isalpha() or not word.isascii():
        return word
    bare = _without_plural(word)
    if bare in _IRREGULAR:
        return stem(bare)
    bare = _without_past_or_gerund(bare)
    if bare in _IRREGULAR and bare != word:
        return stem(bare)
    if len(bare) > 3 and bare.endswith("y") and bare[-2] not in "aeiou":
        return bare[:-1] + "i"
    return _without_ending(bare)


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
