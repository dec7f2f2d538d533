"""A case in words: states, what happened, the state bar, the due day. For residents and staff alike."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from madang.city.kernel import clock
from madang.city.kernel.text import text_key
from madang.city.kernel.text.days import MONTHS
from madang.city.look.parts import Happening, Step, Tag
from madang.city.look.words import dates
from madang.city.portal.definitions.model import Clock
from madang.city.portal.queries.cases.values import CasePage, EventView
from madang.city.portal.rules.cases import DECIDED, RUNNING, UNDECIDED, Move, Part, State
from madang.city.portal.rules.certificates import Standing
from madang.city.portal.views.texts import said

STATES: Mapping[State, Any] = {
    State.DRAFT: gettext_lazy("Draft"),
    State.SUBMITTED: gettext_lazy("Sent"),
    State.RECEIVED: gettext_lazy("Received"),
    State.IN_REVIEW: gettext_lazy("In review"),
    State.WAITING_APPLICANT: gettext_lazy("Waiting for you"),
    State.WAITING_THIRD_PARTY: gettext_lazy("Waiting for others"),
    State.PROPOSED_DECISION: gettext_lazy("In review"),
    State.FOUR_EYES: gettext_lazy("In review"),
    State.GRANTED: gettext_lazy("Granted"),
    State.PARTLY_GRANTED: gettext_lazy("Granted in part"),
    State.REFUSED: gettext_lazy("Not granted"),
    State.ISSUED: gettext_lazy("Issued"),
    State.APPEALED: gettext_lazy("Objection"),
    State.WITHDRAWN: gettext_lazy("Taken back"),
    State.LAPSED: gettext_lazy("Lapsed"),
    State.CLOSED: gettext_lazy("Closed"),
    State.ARCHIVED: gettext_lazy("Closed"),
    State.PURGED: gettext_lazy("Deleted"),
}
STAFF_STATES: Mapping[State, Any] = {
    **STATES,
    State.WAITING_APPLICANT: gettext_lazy("Applicant"),
    State.WAITING_THIRD_PARTY: gettext_lazy("Third party"),
    State.PROPOSED_DECISION: gettext_lazy("Proposed"),
    State.FOUR_EYES: gettext_lazy("Four eyes"),
    State.ARCHIVED: gettext_lazy("Archived"),
}
KINDS: Mapping[State, str] = {
    State.WAITING_APPLICANT: "act",
    State.WAITING_THIRD_PARTY: "heed",
    State.IN_REVIEW: "accent",
    State.PROPOSED_DECISION: "accent",
    State.FOUR_EYES: "accent",
    State.GRANTED: "go",
    State.PARTLY_GRANTED: "go",
    State.ISSUED: "go",
    State.APPEALED: "stop",
}
TITLES: Mapping[Move, tuple[Any, Any]] = {
    # what the applicant reads, what staff read
    Move.SUBMIT: (gettext_lazy("You sent the application"), gettext_lazy("Application sent")),
    Move.RECEIVE: (gettext_lazy("Received"), gettext_lazy("Received")),
    Move.START: (gettext_lazy("Somebody looks at your application"), gettext_lazy("Review begun")),
    Move.ASK: (gettext_lazy("We asked you for something"), gettext_lazy("Asked for papers")),
    Move.ANSWER: (gettext_lazy("You answered"), gettext_lazy("The applicant answered")),
    Move.WAIT: (gettext_lazy("We wait for an answer from elsewhere"), gettext_lazy("Waiting for a third party")),
    Move.RESUME: (gettext_lazy("We go on"), gettext_lazy("Resumed")),
    Move.PROPOSE: (gettext_lazy("A decision is prepared"), gettext_lazy("Decision proposed")),
    Move.CONFIRM: (gettext_lazy("Decided"), gettext_lazy("Confirmed")),
    Move.SEND_BACK: (gettext_lazy("We look again"), gettext_lazy("Sent back into review")),
    Move.DECIDE: (gettext_lazy("Decided"), gettext_lazy("Decided")),
    Move.DEEM: (gettext_lazy("Decided by law: our time was over"), gettext_lazy("Decided by law: the time was over")),
    Move.ISSUE: (gettext_lazy("Issued"), gettext_lazy("Issued")),
    Move.WITHDRAW: (gettext_lazy("You took the application back"), gettext_lazy("Taken back by the applicant")),
    Move.APPEAL: (gettext_lazy("You objected"), gettext_lazy("The applicant objected")),
    Move.DECIDE_APPEAL: (gettext_lazy("Your objection is decided"), gettext_lazy("Objection decided")),
    Move.CLOSE: (gettext_lazy("Closed"), gettext_lazy("Closed")),
    Move.LAPSE: (gettext_lazy("Lapsed: no answer came"), gettext_lazy("Lapsed: no answer came")),
    Move.ASSIGN: (gettext_lazy("A caseworker was found"), gettext_lazy("Given to a colleague")),
    Move.TAKE: (gettext_lazy("A caseworker was found"), gettext_lazy("Taken")),
    Move.NOTE: (gettext_lazy("Note"), gettext_lazy("Note written")),
    Move.MESSAGE: (gettext_lazy("Message"), gettext_lazy("Message written")),
    Move.STATUS: (gettext_lazy("News"), gettext_lazy("Status said")),
    Move.ARCHIVE: (gettext_lazy("Archived"), gettext_lazy("Archived; sensitive answers deleted")),
    Move.PURGE: (gettext_lazy("Deleted"), gettext_lazy("Personal data deleted")),
}
STANDINGS: Mapping[Standing, Tag] = {
    Standing.VALID: Tag(gettext_lazy("Valid"), "go"),
    Standing.EXPIRED: Tag(gettext_lazy("Expired"), "heed"),
    Standing.WITHDRAWN: Tag(gettext_lazy("Withdrawn"), "stop"),
}
LETTER_KINDS: Mapping[str, Any] = {
    "received": gettext_lazy("Receipt"),
    "request_document": gettext_lazy("Request for papers"),
    "reminder": gettext_lazy("Reminder"),
    "granted": gettext_lazy("Decision"),
    "partly_granted": gettext_lazy("Decision"),
    "refused": gettext_lazy("Decision"),
    "lapsed": gettext_lazy("Lapsed"),
    "withdrawn": gettext_lazy("Taken back"),
    "appeal_received": gettext_lazy("Receipt of your objection"),
    "appeal_decided": gettext_lazy("Decision on your objection"),
}


def state_tag(state: State, *, staff: bool = False) -> Tag:
    """Return a state in at most two words."""
    words = (STAFF_STATES if staff else STATES)[state]
    return Tag(words, KINDS.get(state, "plain"), "warning" if state is State.WAITING_APPLICANT and not staff else "")


def certificates(page: CasePage) -> list[dict[str, Any]]:
    """Return the documents that the case gave, each with its title and how it stands."""
    return [{"document": one, "title": said(one.titles), "tag": STANDINGS[one.standing(page.today)]} for one in page.documents]


def short_day(day: date, today: date) -> str:
    """Return a day without its weekday, and without the year if it is this one: 11 December, 12월 11일."""
    lang = text_key()
    if lang != "en":
        return dates.date_table(day, lang, today.year)
    return f"{day.day} {MONTHS[day.month - 1]}{f' {day.year}' if day.year != today.year else ''}"


def table_day(day: date, today: date) -> str:
    """Return a day as it stands in tables: 11 Dec."""
    return dates.date_table(day, text_key(), today.year)


# What happened


def timeline(page: CasePage, *, staff: bool = False) -> list[Happening]:
    """Return the history, newest first, with what comes next on top."""
    shown = [one for one in page.events if staff or one.is_public]
    past = [_happening(page, one, staff=staff, is_newest=index == 0) for index, one in enumerate(shown)]
    return [*_next(page, staff=staff), *past]


def _happening(page: CasePage, one: EventView, *, staff: bool, is_newest: bool) -> Happening:
    state = "now" if is_newest and page.state in RUNNING else "done"
    if state == "now" and page.state is State.WAITING_APPLICANT and not staff:
        state = "act"
    return Happening(_title(one, staff=staff), one.at, _who(page, one, staff=staff), _quote(page, one), state)


def _title(one: EventView, *, staff: bool) -> Any:
    title = TITLES[one.verb][1 if staff else 0]
    outcome = one.details.get("outcome")
    if outcome and one.verb in (Move.DECIDE, Move.CONFIRM, Move.DEEM, Move.DECIDE_APPEAL, Move.PROPOSE):
        return f"{title}: {STATES[State(outcome)]}"
    return title


def _who(page: CasePage, one: EventView, *, staff: bool) -> str:
    if one.name:
        return _("by %(name)s, %(department)s") % {"name": one.name, "department": said(page.department_name)}
    if one.actor == "system":
        return _("by the city's system")
    if one.verb is Move.SUBMIT:
        return {"counter": _("at the counter"), "phone": _("by telephone"), "post": _("by post")}.get(page.channel, "")
    return _("by the applicant") if staff else ""


def _quote(page: CasePage, one: EventView) -> str:
    if one.verb is not Move.ASK:
        return ""
    found = next((asked for asked in page.requests if asked.id == one.details.get("request")), None)
    return _("“%(words)s”") % {"words": request_words(page, found.evidence, found.body)} if found else ""


def request_words(page: CasePage, evidence: tuple[str, ...], body: str) -> str:
    """Return what a request asks for: the papers by name, and the caseworker's words."""
    labels = {one.id: said(one.label) for one in page.definition.evidence}
    named = ", ".join(str(labels[one]) for one in evidence if one in labels)
    return ". ".join(part for part in (named, body) if part)


def _next(page: CasePage, *, staff: bool) -> list[Happening]:
    if page.state not in RUNNING:
        return []
    due = page.clock.due_if_resumed(page.today, page.calendar)
    title = _("Decision on your objection") if page.state is State.APPEALED or page.facts.is_appeal else _("Decision")
    if page.clock.is_late(page.today):
        return [Happening(title, _("was due on %(day)s") % {"day": short_day(page.clock.due_on, page.today)}, "", "", "late")]
    day = {"day": dates.date_words(due, text_key(), page.today.year)}
    if page.clock.is_running:
        return [Happening(title, _("by %(day)s") % day, "", "", "next")]
    return [Happening(title, _("by %(day)s, if the clock ran again today") % day, "", standing_words(page, staff=staff), "next")]


def standing_words(page: CasePage, *, staff: bool = False) -> str:
    """Return why the clock stands still, and since when; an empty text while it runs."""
    if page.clock.paused_on is None or page.state not in RUNNING:
        return ""
    day = {"day": short_day(page.clock.paused_on, page.today)}
    if page.state is State.WAITING_APPLICANT and staff:
        return _("The clock has stood still since %(day)s: the applicant has to answer.") % day
    if page.state is State.WAITING_APPLICANT:
        return _("The clock has stood still since %(day)s, because we wait for you.") % day
    return _("The clock has stood still since %(day)s, because we wait for an answer from elsewhere.") % day


# The state bar


def state_steps(page: CasePage, *, staff: bool = False) -> list[Step]:
    """Return the state bar: at most six steps, each with a day or who acts."""
    if page.facts.is_appeal:
        return _appeal_steps(page, staff=staff)
    steps = [Step(_("Sent"), _day_of(page, Move.SUBMIT), "done")]
    steps.append(Step(_("Received"), _day_of(page, Move.RECEIVE), _reached(page, Move.RECEIVE, State.RECEIVED)))
    if page.state in (State.WITHDRAWN, State.LAPSED) or _ended_without_decision(page):
        last = State.LAPSED if _did(page, Move.LAPSE) else State.WITHDRAWN
        return [*steps, Step(STATES[last], _day_of(page, Move.LAPSE, Move.WITHDRAW), "now")]
    if page.state is State.WAITING_APPLICANT:
        until = _("until %(day)s") % {"day": table_day(page.facts.answer_by, page.today)} if page.facts.answer_by else ""
        steps.append(_waiting_step(until, staff=staff))
    steps.append(_review_step(page))
    return [*steps, *_last_steps(page)]


def _waiting_step(note: str, *, staff: bool) -> Step:
    return Step(_("Waiting for the applicant"), note, "now") if staff else Step(_("Waiting for you"), note, "now", "act")


def _review_step(page: CasePage) -> Step:
    if page.state is State.WAITING_THIRD_PARTY:
        return Step(_("Waiting for others"), page.status_text, "now")
    if page.state in (State.IN_REVIEW, State.PROPOSED_DECISION, State.FOUR_EYES):
        if page.clock.is_late(page.today):
            late = -page.clock.left_on(page.today, page.calendar)
            return Step(_("In review"), late_words(late, page.clock.days), "now", "late")
        return Step(_("In review"), page.assignee_name or said(page.department_name), "now")
    decided = page.decision is not None
    return Step(_("In review"), "" if decided else said(page.department_name), "done" if decided else "next")


def _last_steps(page: CasePage) -> list[Step]:
    made = page.decision
    if made is None or made.made_at is None:
        due = table_day(page.clock.due_if_resumed(page.today, page.calendar), page.today)
        note = _("by %(day)s") % {"day": due} if page.clock.is_running else _("%(day)s at the earliest") % {"day": due}
        steps = [Step(_("Decision"), note, "next")]
        return [*steps, Step(_output(page), "", "next")] if page.options.has_outputs else steps
    hands_out = page.options.has_outputs and made.outcome.value != State.REFUSED.value
    day = table_day(clock.today(made.made_at), page.today)
    decision = Step(STATES[State(made.outcome.value)], day, "done" if hands_out else "now")
    if not hands_out:
        return [decision]
    issued = _did(page, Move.ISSUE)
    return [decision, Step(_("Issued") if issued else _output(page), _day_of(page, Move.ISSUE), "now")]


def _output(page: CasePage) -> Any:
    """Return what is handed out at last: its name where it is one thing."""
    outputs = page.definition.outputs
    return said(outputs[0].label) if len(outputs) == 1 else _("Issue")


def _appeal_steps(page: CasePage, *, staff: bool) -> list[Step]:
    first = next((one for one in page.decisions if one.made_at and not one.is_appeal), None)
    second = next((one for one in page.decisions if one.made_at and one.is_appeal), None)
    steps = [Step(_("Sent"), _day_of(page, Move.SUBMIT), "done")]
    if first and first.made_at:
        steps.append(Step(STATES[State(first.outcome.value)], table_day(clock.today(first.made_at), page.today), "done"))
    if page.state is State.WAITING_APPLICANT:
        steps.append(_waiting_step(_day_of(page, Move.ASK), staff=staff))
    else:
        steps.append(Step(_("Objection"), _day_of(page, Move.APPEAL), "done" if second else "now"))
    if second and second.made_at:
        day = table_day(clock.today(second.made_at), page.today)
        return [*steps, Step(STATES[State(second.outcome.value)], day, "now")]
    due = table_day(page.clock.due_if_resumed(page.today, page.calendar), page.today)
    return [*steps, Step(_("Decision on it"), _("by %(day)s") % {"day": due}, "next")]


def _did(page: CasePage, *verbs: Move) -> bool:
    return any(one.verb in verbs for one in page.events)


def _ended_without_decision(page: CasePage) -> bool:
    return page.state not in RUNNING and page.decision is None and _did(page, Move.LAPSE, Move.WITHDRAW)


def _reached(page: CasePage, verb: Move, state: State) -> str:
    if page.state is state:
        return "now"
    return "done" if _did(page, verb) else "next"


def _day_of(page: CasePage, *verbs: Move) -> str:
    found = next((one for one in page.events if one.verb in verbs), None)
    return table_day(clock.today(found.at), page.today) if found else ""


# The due day


def due_words(page: CasePage, *, staff: bool = False) -> dict[str, Any]:
    """Return what stands in the card of the due day: the day as the largest figure, the days used, whether the clock runs."""
    ticking, today = page.clock, page.today
    if page.state not in RUNNING:
        return _over(page)
    used, total = ticking.used_by(today, page.calendar), ticking.total
    due = ticking.due_if_resumed(today, page.calendar)
    lead = _("Our answer comes by")
    if not ticking.is_running:
        waits = page.state is State.WAITING_APPLICANT and not staff
        lead = _("If you answer today, our answer comes by") if waits else _("If they answer today, our answer comes by")
    late = -ticking.left_on(today, page.calendar)
    return {
        "lead": _("Our answer was due on") if late > 0 and ticking.is_running else lead,
        "figure": short_day(due, today),
        "used": used_words(used, total, ticking.days),
        "share": min(1.0, used / total) if total else None,
        "late": late_words(late, ticking.days) if late > 0 else "",
        "clock": standing_words(page, staff=staff) or _("The clock is running."),
    }


def _over(page: CasePage) -> dict[str, Any]:
    if page.decided_at is not None and page.decision is not None:
        lead, day = _("Decided on"), clock.today(page.decided_at)
    elif page.closed_at is not None:
        lead, day = _("Ended on"), clock.today(page.closed_at)
    else:
        lead, day = _("Sent on"), clock.today(page.submitted_at)
    until, more = page.facts.appeal_until, ""
    if until is not None and page.today <= until and page.state in DECIDED | {State.ISSUED} and not page.facts.is_appeal:
        more = _("You may object until %(day)s.") % {"day": short_day(until, page.today)}
    return {"lead": lead, "figure": short_day(day, page.today), "clock": more}


def used_words(used: int, total: int, days: Clock) -> str:
    """Return how much of the time is used: 1 of 15 working days used."""
    if not total:
        return ""
    words = {"used": used, "total": total}
    if days is Clock.WORKING:
        return ngettext("%(used)s of %(total)s working day used", "%(used)s of %(total)s working days used", total) % words
    return ngettext("%(used)s of %(total)s day used", "%(used)s of %(total)s days used", total) % words


def late_words(late: int, days: Clock) -> str:
    """Return by how much the city is late."""
    if days is Clock.WORKING:
        return ngettext("%(late)s working day late", "%(late)s working days late", late) % {"late": late}
    return ngettext("%(late)s day late", "%(late)s days late", late) % {"late": late}


def who_acts(page: CasePage, *, viewer: Part) -> str:
    """Return who has to do something now."""
    if page.state is State.WAITING_APPLICANT:
        return _("You") if viewer is Part.APPLICANT else _("The applicant")
    if page.state is State.WAITING_THIRD_PARTY:
        return page.status_text or _("Somebody outside")
    waits_for_issue = page.options.has_outputs and page.state in (State.GRANTED, State.PARTLY_GRANTED)
    if page.state in UNDECIDED or page.state is State.APPEALED or waits_for_issue:
        return page.assignee_name or str(said(page.department_name))
    return _("Nobody: it is done")
