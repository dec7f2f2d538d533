"""Hide texts and show them again, each kind as its own system does it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from madang.city.people.rules import Viewer
from madang.city.proposals.models import Comment, Proposal
from madang.city.proposals.queries.moderation.texts import ModeratedText
from madang.city.proposals.rules.comments import Standing
from madang.city.proposals.rules.life import State
from madang.city.proposals.rules.moderation import Kind
from madang.city.proposals.services import collecting, hiding, opinions


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a moderator rules, or what an author says against it."""

    reason: str
    text: str
    language: str
    by: Viewer
    now: datetime


def hide_text(text: ModeratedText, ruling: Ruling) -> None:
    """Hide a text, if it is not hidden already. Raises Refused where its own rules say no."""
    if text.ref.kind is Kind.PROPOSAL:
        if not _is_hidden(text):
            hiding.hide(reference=text.ref.id, **_said(ruling), reason=ruling.reason)
    elif text.ref.kind is Kind.COMMENT:
        _set(text, Standing.HIDDEN, ruling.reason)
    else:
        reference, number = _statement(text)
        opinions.hide(reference=reference, number=number, reason=ruling.reason, by=ruling.by, now=ruling.now)


def show_text(text: ModeratedText, ruling: Ruling) -> None:
    """Show a text that waits or is hidden; one that is shown stays so. Raises Refused where its own rules say no."""
    if text.is_shown:
        return
    if text.ref.kind is Kind.PROPOSAL:
        if _is_hidden(text):
            _restore(text, ruling)
        else:
            collecting.open_held(reference=text.ref.id, by=ruling.by, now=ruling.now)
    elif text.ref.kind is Kind.COMMENT:
        _set(text, Standing.SHOWN, "")
    else:
        reference, number = _statement(text)
        opinions.show(reference=reference, number=number, by=ruling.by, now=ruling.now)


def object_to_proposal(text: ModeratedText, ruling: Ruling) -> None:
    """Make an author's objection one of the proposal's own moves. Raises Refused."""
    hiding.appeal(reference=text.ref.id, **_said(ruling))


def judge_proposal(text: ModeratedText, ruling: Ruling, *, was_right: bool) -> None:
    """Make the judgement of an objection one of the proposal's own moves. Raises Refused."""
    if was_right:
        hiding.uphold(reference=text.ref.id, **_said(ruling))
    else:
        _restore(text, ruling)


def _restore(text: ModeratedText, ruling: Ruling) -> None:
    """Show a hidden proposal again; one that was held back before it was hidden is open then, for a person has judged it."""
    hiding.restore(reference=text.ref.id, **_said(ruling))
    if Proposal.objects.filter(reference=text.ref.id, state=State.PUBLISHED.value).exists():
        collecting.open_held(reference=text.ref.id, by=ruling.by, now=ruling.now)


def _said(ruling: Ruling) -> dict[str, Any]:
    return {"text": ruling.text, "language": ruling.language, "by": ruling.by, "now": ruling.now}


def _is_hidden(text: ModeratedText) -> bool:
    return Proposal.objects.filter(reference=text.ref.id, state=State.HIDDEN.value).exists()


def _set(text: ModeratedText, standing: Standing, reason: str) -> None:
    row = Comment.objects.select_for_update().get(public_id=UUID(text.ref.id))
    row.standing, row.hidden_for = standing.value, reason
    row.save(update_fields=["standing", "hidden_for"])


def _statement(text: ModeratedText) -> tuple[str, int]:
    reference, _, number = text.ref.id.rpartition(".")
    return reference, int(number)
