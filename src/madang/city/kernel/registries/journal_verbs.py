"""Words for the verbs of the journal: each system says what its own acts are called."""

from collections.abc import Mapping
from typing import Any

_words: dict[str, Any] = {}


def register(words: Mapping[str, Any]) -> None:
    """Add the words of one system's verbs, such as ``{"applied": _("applied")}``.

    Raises ValueError where another system calls the same verb something else: one word means one act in the whole journal.
    """
    for verb, said in words.items():
        if str(_words.setdefault(verb, said)) != str(said):
            raise ValueError(f"the verb {verb} has words already: {_words[verb]}. Choose the same, or another verb")


def known() -> frozenset[str]:
    """Return every verb that has words."""
    return frozenset(_words)


def verb_words(verb: str) -> str:
    """Return what an act is called in the reader's language; the verb itself where nobody gave it words."""
    return str(_words.get(verb, verb))
