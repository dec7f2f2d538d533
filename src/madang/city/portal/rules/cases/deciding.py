"""Who may see a case, who may do what with it, and why not."""

from collections.abc import Callable
from datetime import date

from madang.city.kernel.refusals import Refusal
from madang.city.people.rules import Role
from madang.city.portal.definitions.model import Deemed
from madang.city.portal.rules.cases.table import TABLE
from madang.city.portal.rules.cases.values import CaseActor, CaseFacts, Move, Options, Part, State

UNKNOWN = Refusal("portal.case_unknown", status=404)
_WORKING_ROLES = frozenset({Role.CASEWORKER, Role.HEAD})
_SEES_ALL = frozenset({Role.AUDITOR, Role.ADMINISTRATOR})
_AT_THE_DESK = frozenset(
    {
        Move.START, Move.ASK, Move.WAIT, Move.RESUME, Move.PROPOSE, Move.DECIDE, Move.ISSUE, Move.DECIDE_APPEAL,
        Move.CLOSE, Move.STATUS, Move.ASSIGN, Move.TAKE,
    }
)  # fmt: skip

Guard = Callable[[CaseFacts, CaseActor, Options, date], Refusal | None]


def who_may_see(facts: CaseFacts, actor: CaseActor) -> bool:
    """Tell whether somebody may look at a case at all: its applicant, its department, a deputy, the auditors."""
    if actor.part is Part.SYSTEM:
        return True
    if actor.part is Part.APPLICANT:
        return facts.applicant_id is not None and facts.applicant_id == actor.resident_id
    if actor.part is not Part.STAFF:
        return False
    return actor.role in _SEES_ALL or actor.in_department or stands_in(facts, actor) or _is_assignee(facts, actor)


def stands_in(facts: CaseFacts, actor: CaseActor) -> bool:
    """Tell whether the actor is today's deputy of the caseworker."""
    return facts.assignee_id is not None and facts.assignee_id in actor.stands_in_for


def why_not(move: Move, facts: CaseFacts, actor: CaseActor, options: Options, today: date) -> Refusal | None:
    """Return why a move is refused, or None where it is allowed.

    today  the day in the city
    """
    if not who_may_see(facts, actor):
        return UNKNOWN
    entry = TABLE[move]
    if actor.part not in entry.by:
        return Refusal("portal.not_your_move", status=403)
    if reason := _why_not_by_role(move, facts, actor):
        return reason
    if facts.state not in entry.sources:
        return Refusal("portal.not_in_this_state", {"state": facts.state.value, "move": move.value})
    if actor.part is Part.STAFF and (reason := _why_not_at_desk(move, facts, actor)):
        return reason
    guard = _GUARDS.get(move)
    return guard(facts, actor, options, today) if guard else None


def moves(facts: CaseFacts, actor: CaseActor, options: Options, today: date) -> tuple[Move, ...]:
    """Return every move that the actor may make now, in the order of the enum."""
    return tuple(move for move in Move if why_not(move, facts, actor, options, today) is None)


def why_not_give(facts: CaseFacts, to: CaseActor) -> Refusal | None:
    """Refuse to give a case to somebody who cannot work on it: another department or role, or, on appeal, a first decider."""
    if to.role not in _WORKING_ROLES or not to.in_department:
        return Refusal("portal.cannot_work_on_it", status=422)
    if facts.applicant_id is not None and facts.applicant_id == to.resident_id:
        return Refusal("portal.own_case", status=422)
    if facts.state is State.APPEALED and to.staff_id in facts.first_deciders:
        return Refusal("portal.another_person_appeal", status=422)
    return None


def _is_assignee(facts: CaseFacts, actor: CaseActor) -> bool:
    return actor.staff_id is not None and facts.assignee_id == actor.staff_id


def _why_not_by_role(move: Move, facts: CaseFacts, actor: CaseActor) -> Refusal | None:
    if actor.part is not Part.STAFF:
        return None
    if actor.role is Role.ADMINISTRATOR and move is Move.ASSIGN:
        return None
    if actor.role not in _WORKING_ROLES:
        return Refusal("portal.only_reads", status=403)
    if facts.applicant_id is not None and facts.applicant_id == actor.resident_id:
        return Refusal("portal.own_case", status=403)
    return None


def _why_not_at_desk(move: Move, facts: CaseFacts, actor: CaseActor) -> Refusal | None:
    """Refuse to work on what lies on a colleague's desk: only they, their deputy and the head of the department do."""
    if move not in _AT_THE_DESK or facts.assignee_id is None or _is_assignee(facts, actor) or stands_in(facts, actor):
        return None
    if actor.in_department and actor.role is Role.HEAD:
        return None
    if move is Move.ASSIGN and actor.role is Role.ADMINISTRATOR:
        return None
    return Refusal("portal.colleagues_case")


def _confirm(facts: CaseFacts, actor: CaseActor, options: Options, today: date) -> Refusal | None:
    return Refusal("portal.another_person") if facts.proposed_by == actor.staff_id else None


def _decide(facts: CaseFacts, actor: CaseActor, options: Options, today: date) -> Refusal | None:
    return Refusal("portal.needs_four_eyes") if options.four_eyes else None


def _issue(facts: CaseFacts, actor: CaseActor, options: Options, today: date) -> Refusal | None:
    return None if options.has_outputs else Refusal("portal.nothing_to_issue")


def _take(facts: CaseFacts, actor: CaseActor, options: Options, today: date) -> Refusal | None:
    if _is_assignee(facts, actor):
        return Refusal("portal.yours_already")
    return _another_than_first(facts, actor)


def _another_than_first(facts: CaseFacts, actor: CaseActor) -> Refusal | None:
    if facts.state is State.APPEALED and actor.staff_id in facts.first_deciders:
        return Refusal("portal.another_person_appeal")
    return None


def _decide_appeal(facts: CaseFacts, actor: CaseActor, options: Options, today: date) -> Refusal | None:
    return _another_than_first(facts, actor)


def _appeal(facts: CaseFacts, actor: CaseActor, options: Options, today: date) -> Refusal | None:
    if options.appeal_days == 0:
        return Refusal("portal.no_appeal")
    if facts.is_appeal:
        return Refusal("portal.appealed_already")
    if facts.appeal_until is not None and today > facts.appeal_until:
        return Refusal("portal.appeal_too_late", {"day": facts.appeal_until})
    return None


def _close(facts: CaseFacts, actor: CaseActor, options: Options, today: date) -> Refusal | None:
    if options.has_outputs and facts.state in (State.GRANTED, State.PARTLY_GRANTED):
        return Refusal("portal.issue_first")
    if facts.appeal_until is not None and today <= facts.appeal_until and not facts.is_appeal:
        return Refusal("portal.appeal_open", {"day": facts.appeal_until})
    return None


def _lapse(facts: CaseFacts, actor: CaseActor, options: Options, today: date) -> Refusal | None:
    if facts.answer_by is None or options.lapse_days == 0:
        return Refusal("portal.never_lapses")
    if facts.is_appeal:
        return Refusal("portal.appeal_never_lapses")
    return None if today > facts.answer_by else Refusal("portal.time_left", {"day": facts.answer_by})


def _deem(facts: CaseFacts, actor: CaseActor, options: Options, today: date) -> Refusal | None:
    if options.deemed is Deemed.NONE or facts.is_appeal:
        return Refusal("portal.never_deemed")
    if facts.is_paused:
        return Refusal("portal.clock_stands")
    return None if facts.due_on is not None and today > facts.due_on else Refusal("portal.time_left", {"day": facts.due_on})


def _archive(facts: CaseFacts, actor: CaseActor, options: Options, today: date) -> Refusal | None:
    return None if facts.archive_on is not None and today >= facts.archive_on else Refusal("portal.kept_still")


def _purge(facts: CaseFacts, actor: CaseActor, options: Options, today: date) -> Refusal | None:
    return None if facts.purge_on is not None and today >= facts.purge_on else Refusal("portal.kept_still")


_GUARDS: dict[Move, Guard] = {
    Move.CONFIRM: _confirm, Move.DECIDE: _decide, Move.ISSUE: _issue, Move.TAKE: _take, Move.DECIDE_APPEAL: _decide_appeal,
    Move.APPEAL: _appeal, Move.CLOSE: _close, Move.LAPSE: _lapse, Move.DEEM: _deem, Move.ARCHIVE: _archive, Move.PURGE: _purge,
}  # fmt: skip
