"""Refusals: a rule's "no" as a value, raised once, told to the person as a sentence."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something may not happen: a key such as ``portal.already_decided`` and what the sentence needs.

    status  409 where the state of things forbids it, 422 where what was asked makes no sense, 403 or 404 for access.
    """

    key: str
    params: Mapping[str, Any] = field(default_factory=dict)
    status: int = 409


class Refused(Exception):
    """Raised by a service so that its transaction rolls back; one middleware makes it a page, one handler JSON."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.key)
        self.refusal = refusal


_sentences: dict[str, Any] = {
    "kernel.unknown": _("This cannot be done as things stand."),
    "kernel.changed_meanwhile": _("Somebody else changed this while you were looking at it. Read it again, then decide."),
    "kernel.job_not_failed": _("This job has not failed, or is on the queue again already."),
    "kernel.job_waits_already": _("Another job with the same task waits already. This one need not be tried again."),
    "kernel.too_often": _("That was tried too often. Wait %(seconds)s seconds, then try again."),
}


def register_sentences(sentences: Mapping[str, Any]) -> None:
    """Add the sentences of one system, by refusal key. Raises ValueError if a key is taken by another sentence."""
    for key, sentence in sentences.items():
        if _sentences.get(key, sentence) is not sentence and str(_sentences[key]) != str(sentence):
            raise ValueError(f"the refusal {key} has a sentence already: choose another key")
        _sentences[key] = sentence


def known_keys() -> frozenset[str]:
    """Return every refusal key that has a sentence."""
    return frozenset(_sentences)


def sentence(refusal: Refusal) -> str:
    """Return the refusal in the reader's language."""
    template = _sentences.get(refusal.key, _sentences["kernel.unknown"])
    return str(template) % dict(refusal.params)
