"""The one state machine of all services. Pure."""

from madang.city.portal.rules.cases.deciding import UNKNOWN, moves, stands_in, who_may_see, why_not, why_not_give
from madang.city.portal.rules.cases.keeping import RETENTION_YEARS, archive_on, kept_answers, purge_on
from madang.city.portal.rules.cases.table import STAYS, TABLE, Entry, target
from madang.city.portal.rules.cases.values import (
    DECIDED,
    GONE,
    REVIEWED,
    RUNNING,
    SYSTEM_ACTOR,
    UNDECIDED,
    WAITING,
    CaseActor,
    CaseFacts,
    Move,
    Options,
    Outcome,
    Part,
    State,
    options_of,
)
from madang.city.portal.rules.cases.waking import AT_NIGHT, remind_on, wake_on

__all__ = [
    "AT_NIGHT", "DECIDED", "GONE", "RETENTION_YEARS", "REVIEWED", "RUNNING", "STAYS", "SYSTEM_ACTOR", "TABLE", "UNDECIDED",
    "UNKNOWN", "WAITING", "CaseActor", "CaseFacts", "Entry", "Move", "Options", "Outcome", "Part", "State", "archive_on",
    "kept_answers", "moves", "options_of", "purge_on", "remind_on", "stands_in", "target", "wake_on", "who_may_see", "why_not",
    "why_not_give",
]  # fmt: skip
