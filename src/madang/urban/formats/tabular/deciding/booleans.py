"""Yes and no in three languages, in words, letters and signs."""

from madang.urban.formats.tabular.deciding.candidates import CELL, Candidate, listed, trimmed

# Words of yes, words of no, and whether both must occur: a column of nothing but Y, F or 유 may mean something else.
_PAIRS = (
    ("true", ("true",), ("false",), False),
    ("yes", ("yes",), ("no",), True),
    ("y", ("y",), ("n",), True),
    ("t", ("t",), ("f",), True),
    ("예", ("예", "네"), ("아니오", "아니요"), False),
    ("o", ("o",), ("x",), True),
    ("○", ("○", "◯", "o"), ("×", "✕", "x"), True),
    ("유", ("유",), ("무",), True),
    ("있음", ("있음",), ("없음",), True),
    ("참", ("참",), ("거짓",), False),
    ("是", ("是",), ("否",), False),
    ("有", ("有",), ("无", "無"), True),
    ("真", ("真",), ("假",), False),
)


def pairs() -> list[Candidate]:
    """Return the pairs of words for yes and no."""
    return [_pair(name, yes, no, both) for name, yes, no, both in _PAIRS]


def numbers() -> Candidate:
    """Return 1 and 0, which are read so only where the publisher wants it."""
    return _pair("1", ("1",), ("0",), False)


def _pair(name: str, yes: tuple[str, ...], no: tuple[str, ...], both: bool) -> Candidate:
    word = f"lower({trimmed(CELL)})"
    exact = f"WHEN {CELL} IN {listed(_cases(yes))} THEN true WHEN {CELL} IN {listed(_cases(no))} THEN false"
    sql = f"CASE {exact} WHEN {word} IN {listed(yes)} THEN true WHEN {word} IN {listed(no)} THEN false END"
    return Candidate(f"boolean-{name}", "boolean", "boolean", sql, format=f"{yes[0]}/{no[0]}", both=both)


def _cases(words: tuple[str, ...]) -> list[str]:
    """Return words as they are mostly written, so that few cells need to be trimmed and made small first."""
    return list(dict.fromkeys(form for word in words for form in (word, word.upper(), word.capitalize())))
