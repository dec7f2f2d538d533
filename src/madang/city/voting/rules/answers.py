"""What the city says to a result, and to a vote that it ends: by whom, and not without words."""

from collections.abc import Mapping

from madang.city.kernel.refusals import Refusal
from madang.city.people.rules import Role, Viewer, why_not_staff

LONGEST = 10_000


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
