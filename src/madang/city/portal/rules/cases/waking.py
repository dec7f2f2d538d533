"""When the nightly job has to look at a case again, and what it then does."""

from datetime import date, timedelta

from madang.city.portal.definitions.model import Deemed
from madang.city.portal.rules.cases.table import TABLE
from madang.city.portal.rules.cases.values import CaseFacts, Move, Options, State

_ONE_DAY = timedelta(days=1)
AT_NIGHT = (Move.LAPSE, Move.DEEM, Move.CLOSE, Move.ARCHIVE, Move.PURGE)


def remind_on(facts: CaseFacts, options: Options) -> date | None:
    """Return the day on which the applicant is reminded that an answer is missing; None where nobody reminds."""
    if facts.state is not State.WAITING_APPLICANT or facts.answer_by is None or options.lapse_days == 0:
        return None
    return facts.answer_by - timedelta(days=options.remind_days) if options.remind_days else None


def wake_on(facts: CaseFacts, options: Options, *, reminded: bool, ended_on: date | None) -> date | None:
    """Return the first day on which time itself does something with the case; None where it never does.

    reminded  the reminder for the request that waits was sent
    ended_on  the day on which the work on the case ended
    """
    days: list[date] = []
    if (reminder := remind_on(facts, options)) and not reminded:
        days.append(reminder)
    if facts.state is State.WAITING_APPLICANT and facts.answer_by and options.lapse_days and not facts.is_appeal:
        days.append(facts.answer_by + _ONE_DAY)
    if _may_be_deemed(facts, options) and facts.due_on:
        days.append(facts.due_on + _ONE_DAY)
    if facts.state in TABLE[Move.CLOSE].sources and ended_on is not None:
        open_until = None if facts.is_appeal else facts.appeal_until
        days.append((open_until or ended_on) + _ONE_DAY)
    if facts.state is State.CLOSED and facts.archive_on:
        days.append(facts.archive_on)
    if facts.state is State.ARCHIVED and facts.purge_on:
        days.append(facts.purge_on)
    return min(days, default=None)


def _may_be_deemed(facts: CaseFacts, options: Options) -> bool:
    deemed = options.deemed is not Deemed.NONE and not facts.is_appeal
    return deemed and not facts.is_paused and facts.state in TABLE[Move.DEEM].sources
