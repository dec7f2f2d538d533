"""What states, decisions, reasons and moves of an idea are called on its pages."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from madang.city.look.parts import Tag
from madang.city.portal.queries.subjects import TOPICS
from madang.city.proposals.rules.life import Decision, Move, State

STAGES: Mapping[str, tuple[Any, frozenset[State]]] = {
    "collecting": (gettext_lazy("Collecting"), frozenset({State.PUBLISHED, State.COLLECTING})),
    "review": (gettext_lazy("In review"), frozenset({State.ROUTED, State.IN_REVIEW, State.ASKED})),
    "answered": (gettext_lazy("Answered"), frozenset({State.ANSWERED, State.PLANNED, State.IN_PROGRESS})),
    "done": (pgettext_lazy("idea", "Done"), frozenset({State.DONE, State.CHECKED})),
    "ended": (gettext_lazy("Ended"), frozenset({State.EXPIRED, State.WITHDRAWN, State.RETIRED})),
}
STATES: Mapping[State, tuple[Any, str, str]] = {
    State.DRAFT: (gettext_lazy("Draft"), "plain", ""),
    State.PUBLISHED: (gettext_lazy("Being checked"), "plain", ""),
    State.COLLECTING: (gettext_lazy("Collecting support"), "plain", ""),
    State.ROUTED: (gettext_lazy("On its way"), "accent", ""),
    State.IN_REVIEW: (gettext_lazy("In review"), "accent", ""),
    State.ASKED: (gettext_lazy("Author asked"), "accent", ""),
    State.ANSWERED: (gettext_lazy("Answered"), "accent", ""),
    State.PLANNED: (gettext_lazy("Planned"), "go", ""),
    State.IN_PROGRESS: (gettext_lazy("Being done"), "go", ""),
    State.DONE: (pgettext_lazy("idea", "Done"), "go", "check"),
    State.CHECKED: (gettext_lazy("Done and checked"), "go", "check"),
    State.EXPIRED: (gettext_lazy("Time over"), "plain", ""),
    State.WITHDRAWN: (gettext_lazy("Taken back"), "plain", ""),
    State.RETIRED: (gettext_lazy("Joined to another"), "plain", ""),
    State.HIDDEN: (gettext_lazy("Hidden"), "heed", ""),
}
DECISIONS: Mapping[Decision, tuple[Any, str, str]] = {
    Decision.ADOPTED: (gettext_lazy("Adopted"), "go", "check"),
    Decision.ADOPTED_IN_PART: (gettext_lazy("Adopted in part"), "go", "check"),
    Decision.ALREADY_DONE: (gettext_lazy("Done already"), "accent", ""),
    Decision.FORWARDED: (gettext_lazy("Forwarded"), "accent", ""),
    Decision.DECLINED: (gettext_lazy("Declined"), "plain", ""),
}
REASONS: Mapping[str, Any] = {
    "no_money": gettext_lazy("There is no money for it"),
    "against_law": gettext_lazy("The law does not allow it"),
    "not_ours": gettext_lazy("The city may not decide this"),
    "done_otherwise": gettext_lazy("It is done in another way"),
    "harm": gettext_lazy("It would do harm"),
    "not_feasible": gettext_lazy("It cannot be built or run"),
    "private_interest": gettext_lazy("It serves a private interest"),
    "unclear": gettext_lazy("It is not clear what is wanted"),
}
MOVES: Mapping[Move, Any] = {
    Move.PUBLISH: gettext_lazy("Published"),
    Move.OPEN: gettext_lazy("Began to collect support"),
    Move.EDIT: gettext_lazy("Text changed"),
    Move.REACH: gettext_lazy("Enough supporters"),
    Move.LIFT: gettext_lazy("Sent on by the panel"),
    Move.EXPIRE: gettext_lazy("Time to collect support over"),
    Move.REVIVE: gettext_lazy("Collects support once more"),
    Move.ROUTE: gettext_lazy("Officer named"),
    Move.REASSIGN: gettext_lazy("Given to somebody else"),
    Move.ASK: gettext_lazy("Question to the author"),
    Move.REPLY: gettext_lazy("The author's reply"),
    Move.RESUME: gettext_lazy("Review goes on"),
    Move.EXTEND: gettext_lazy("Review takes longer"),
    Move.DECIDE: gettext_lazy("Answered by the city"),
    Move.DECIDE_ANEW: gettext_lazy("Answer changed"),
    Move.PLAN: gettext_lazy("Planned"),
    Move.START: gettext_lazy("Work began"),
    Move.MILESTONE: gettext_lazy("News of the work"),
    Move.FINISH: gettext_lazy("The city says: done"),
    Move.CHECK: gettext_lazy("Residents say: done"),
    Move.SEND_BACK: gettext_lazy("Residents say: not done yet"),
    Move.ESCALATE: gettext_lazy("Overdue: the head of department was told"),
    Move.WITHDRAW: gettext_lazy("Taken back by the author"),
    Move.RETIRE: gettext_lazy("Joined to another idea"),
    Move.HIDE: gettext_lazy("Hidden by a moderator"),
    Move.APPEAL: gettext_lazy("The author objects"),
    Move.UPHOLD: gettext_lazy("Stays hidden after the objection"),
    Move.RESTORE: gettext_lazy("Shown again"),
}
LANGUAGES = (("en", "English"), ("ko", "한국어"), ("zh", "中文"))


def state_tag(state: State, decision: Decision | None, *, is_overdue: bool) -> Tag:
    """Return the state of an idea in at most two words; an answer says what was decided."""
    if is_overdue:
        return Tag(_("Late"), "stop", "clock")
    return Tag(*(DECISIONS[decision] if state is State.ANSWERED and decision else STATES[state]))


def topic(code: str) -> str:
    """Return the word of a topic, "" of none."""
    return str(TOPICS[code].label) if code in TOPICS else ""


def topics() -> list[tuple[str, str]]:
    """Return the topics for a choice in a form."""
    return [(one.code, str(one.label)) for one in TOPICS.values()]


def bylines(names: tuple[str, ...]) -> str:
    """Return who signed: the author's name, and how many with them."""
    first = names[0] or _("a resident")
    if len(names) == 1:
        return _("By %(name)s") % {"name": first}
    others = len(names) - 1
    return _("By %(name)s and 1 other") % {"name": first} if others == 1 else _("By %(name)s and %(n)s others") % {
        "name": first, "n": others,
    }  # fmt: skip
