"""What the city says to a result, and to a vote that it ends: by whom, and not without words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from madang.city.kernel.refusals import Refusal
from madang.city.people.rules import Role, Viewer, why_not_staff

LONGEST = 10_000


class Decision(StrEnum):
    """What the city does with a result: all of it, a part, or not."""

    ADOPTED = "adopted"
    IN_PART = "in_part"
    NOT = "not"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the city says to a result.

    text     the reasons, by language
    next_on  the day of the next step; None only where nothing follows
    """

    decision: Decision
    text: Mapping[str, str]
    next_on: date | None = None


def why_not_answer(viewer: Viewer, *, department: str) -> Refusal | None:
    """Refuse whoever is not the head of the department that must answer; administrators may stand in.

    department  its code
    """
    if reason := why_not_staff(viewer, Role.HEAD, Role.ADMINISTRATOR):
        return reason
    if viewer.staff is None or viewer.staff.role is Role.ADMINISTRATOR or viewer.staff.department_code == department:
        return None
    return Refusal("voting.other_department", status=403)


def why_not_words(texts: Mapping[str, str], language: str) -> Refusal | None:
    """Refuse no words in the language that was asked in, and more than anybody reads."""
    if not texts.get(language, "").strip():
        return Refusal("voting.text_missing", status=422)
    if any(len(text) > LONGEST for text in texts.values()):
        return Refusal("voting.text_long", {"most": LONGEST}, status=422)
    return None


def why_not_said(answer: Answer, language: str, *, today: date) -> Refusal | None:
    """Refuse an answer without reasons, a yes without the day of its next step, and a day that is over."""
    if answer.next_on is None and answer.decision is not Decision.NOT:
        return Refusal("voting.next_missing", status=422)
    if answer.next_on is not None and answer.next_on < today:
        return Refusal("voting.next_past", status=422)
    return why_not_words(answer.text, language)
