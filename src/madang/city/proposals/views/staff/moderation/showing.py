"""Cases of moderation as their pages print them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from madang.city.kernel.text.languages import language_code
from madang.city.look.templatetags.look import number
from madang.city.proposals.queries.moderation.cases import CaseView, Counts, Reported
from madang.city.proposals.rules import text as texts
from madang.city.proposals.rules.moderation import Kind, Reason, Why, text_ref
from madang.city.proposals.rules.spam import Finding
from madang.city.proposals.services.moderation.sentences import REASONS, SIGNS

KINDS = {
    Kind.PROPOSAL: gettext_lazy("Idea"),
    Kind.COMMENT: gettext_lazy("Comment"),
    Kind.STATEMENT: gettext_lazy("Statement"),
}
WHY = {
    Why.REPORTED: gettext_lazy("Reported"),
    Why.SCORED: gettext_lazy("Held back by an automatic check"),
    Why.FIRST: gettext_lazy("A moderator reads it first"),
    Why.NOTICED: gettext_lazy("A moderator came upon it"),
}
LABELS = {
    "waiting": gettext_lazy("To look at"),
    "first": gettext_lazy("New statements"),
    "objections": gettext_lazy("Objections"),
}
BEGINNING = 120


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign of spam in words, with its points."""

    words: str
    points: str


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case as a row of the queue."""

    url: str
    title: str
    code: str
    kind: Any
    context: str
    reports: str
    points: str
    why: str
    since: Any
    keep_url: str


def rail(counts: Counts, current: str) -> list[dict[str, Any]]:
    """Return the lists at the left, with how much is in each."""
    lists = [
        {"label": label, "url": address(name), "count": number(getattr(counts, name)), "current": current == name}
        for name, label in LABELS.items()
    ]
    url = reverse("proposals:moderation-figures")
    return [*lists, {"label": _("Figures"), "url": url, "count": "", "current": current == "figures"}]


def address(chosen: str) -> str:
    """Return where a list of the desk stands."""
    here = reverse("proposals:moderation")
    return here if chosen == "waiting" else f"{here}?list={chosen}"


def list_of(case: CaseView) -> str:
    """Return the list of the desk in which a case stands."""
    if case.is_appealed:
        return "objections"
    return "first" if case.why is Why.FIRST else "waiting"


def rows(cases: Sequence[CaseView]) -> list[CaseRow]:
    """Return cases as rows."""
    return [_row(one) for one in cases]


def _row(one: CaseView) -> CaseRow:
    ref = text_ref(one.about)
    return CaseRow(
        url=reverse("proposals:moderation-case", args=[one.id]),
        title=(texts.excerpt(one.text.text, BEGINNING) if one.text else "") or _("Deleted by its author"),
        code=language_code(one.text.language) if one.text else "",
        kind=KINDS[ref.kind] if ref else "",
        context=one.text.context if one.text else "",
        reports=number(len(one.reports)),
        points=number(one.points),
        why=", ".join(f"{label} {count}" for label, count in reasons(one.reports)) or str(WHY[one.why]),
        since=one.appealed_at or one.opened_at,
        keep_url=reverse("proposals:moderation-decide", args=[one.id]) if one.may_decide else "",
    )


def reasons(reports: Sequence[Reported]) -> list[tuple[Any, str]]:
    """Return the reasons that were reported, with how many reported each."""
    counted = [(reason, sum(one.reason is reason for one in reports)) for reason in Reason]
    return [(REASONS[reason], number(count)) for reason, count in counted if count]


def signs(found: Sequence[Finding]) -> list[Sign]:
    """Return the signs of spam as sentences."""
    return [
        Sign(
            str(SIGNS[one.sign]) % one.params,
            ngettext("%(n)s point", "%(n)s points", one.points) % {"n": one.points},
        )
        for one in found
    ]


def notes(reports: Sequence[Reported]) -> list[tuple[Any, Reported]]:
    """Return the reports with a note, behind the reason of each."""
    return [(REASONS[one.reason], one) for one in reports if one.note]
