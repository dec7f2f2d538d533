"""Moderation: what may be reported, who judges it, who may object, and who judges that: never the same person twice."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from madang.city.kernel.refusals import Refusal
from madang.city.proposals.rules.settings import Duty

LONGEST_NOTE = 1_000
SHORTEST_REASONS, LONGEST_REASONS = 10, 3_000
REPORTS_A_DAY = 20
APPEALED_WITHIN = timedelta(days=30)
UNKNOWN = Refusal("proposals.no_moderated_text", status=404)
_ID = re.compile(r"[A-Za-z0-9._-]{1,60}")


class Reason(StrEnum):
    """The four reasons for which a text is reported and hidden."""

    SPAM = "spam"
    INSULT = "insult"
    PRIVATE = "private"
    OFF_TOPIC = "off_topic"


class Kind(StrEnum):
    """What kinds of text are moderated."""

    PROPOSAL = "proposal"
    COMMENT = "comment"
    STATEMENT = "statement"


class Why(StrEnum):
    """Why a text is looked at.

    FIRST    it stands where moderators read before others do
    NOTICED  a moderator came upon it
    """

    REPORTED = "reported"
    SCORED = "scored"
    FIRST = "first"
    NOTICED = "noticed"


class Verdict(StrEnum):
    """What a moderator says of a text."""

    KEEP = "keep"
    HIDE = "hide"


@dataclass(frozen=True, slots=True)
class TextRef:
    """Names one text: ``comment:1f0c...``, ``proposal:MD-7K3F-92X``, ``statement:MD-7K3F-92X.12``."""

    kind: Kind
    id: str

    def __str__(self) -> str:
        return f"{self.kind.value}:{self.id}"


def statement_ref(conversation: str, number: int) -> TextRef:
    """Return what names a statement of a conversation."""
    return TextRef(Kind.STATEMENT, f"{conversation}.{number}")


def text_ref(text: str) -> TextRef | None:
    """Return what a reference names; None if it names nothing that is moderated."""
    kind, _, name = text.partition(":")
    return TextRef(Kind(kind), name) if kind in set(Kind) and _ID.fullmatch(name) else None


@dataclass(frozen=True, slots=True)
class Facts:
    """A case of moderation as the rules see it.

    author      the account that wrote the text, None if it is forgotten
    reporters   accounts that reported it
    decided_by  the account that decided last, None while it waits
    """

    author: int | None
    reporters: frozenset[int]
    verdict: Verdict | None = None
    decided_by: int | None = None
    decided_at: datetime | None = None
    is_appealed: bool = False
    is_judged: bool = False


def why_not_report(reason: str, note: str, *, is_own: bool, reported_today: int) -> Refusal | None:
    """Refuse an unknown reason, a report of one's own text, and more reports in a day than anybody reads."""
    if reason not in set(Reason):
        return Refusal("proposals.no_reason", status=422)
    if len(note) > LONGEST_NOTE:
        return Refusal("proposals.words_long", {"most": LONGEST_NOTE}, status=422)
    if is_own:
        return Refusal("proposals.own_text", status=403)
    return Refusal("proposals.many_reports", {"most": REPORTS_A_DAY}, status=429) if reported_today >= REPORTS_A_DAY else None


def why_not_look(duties: Collection[Duty]) -> Refusal | None:
    """Refuse the queue to all but moderators."""
    return None if Duty.MODERATOR in duties else Refusal("proposals.not_your_move", status=403)


def why_not_notice(duties: Collection[Duty], account: int | None, facts: Facts) -> Refusal | None:
    """Refuse to bring a text before oneself to all but moderators, and for one's own text."""
    return why_not_look(duties) or _why_not_impartial(account, facts)


def why_not_decide(duties: Collection[Duty], account: int | None, facts: Facts) -> Refusal | None:
    """Refuse to decide to all but moderators, on one's own text and one's own report, and once an objection is made."""
    if reason := why_not_look(duties) or _why_not_impartial(account, facts):
        return reason
    if facts.is_appealed:
        return Refusal("proposals.decided_already")
    return None


def why_not_verdict(verdict: Verdict, reason: str, text: str) -> Refusal | None:
    """Refuse to hide without one of the four reasons and words that the author understands; keeping needs none."""
    if verdict is Verdict.KEEP:
        return None
    if reason not in set(Reason):
        return Refusal("proposals.no_reason", status=422)
    return why_not_reasons(text)


def why_not_reasons(text: str) -> Refusal | None:
    """Refuse reasons too short to be understood or too long to be read."""
    if SHORTEST_REASONS <= len(text.strip()) <= LONGEST_REASONS:
        return None
    return Refusal("proposals.say_why", {"least": SHORTEST_REASONS, "most": LONGEST_REASONS}, status=422)


def why_not_appeal(account: int | None, facts: Facts, now: datetime) -> Refusal | None:
    """Refuse to object to all but the author, to what is not hidden, twice, and after a month."""
    if account is None or account != facts.author:
        return UNKNOWN
    if facts.verdict is not Verdict.HIDE:
        return Refusal("proposals.not_hidden")
    if facts.is_appealed:
        return Refusal("proposals.appealed_already")
    if facts.decided_at is not None and now - facts.decided_at > APPEALED_WITHIN:
        return Refusal("proposals.appeal_late", {"days": APPEALED_WITHIN.days})
    return None


def why_not_judge(duties: Collection[Duty], account: int | None, facts: Facts) -> Refusal | None:
    """Refuse to judge an objection to all but moderators, on one's own text, report and decision, and twice."""
    if reason := why_not_look(duties) or _why_not_impartial(account, facts):
        return reason
    if not facts.is_appealed or facts.is_judged:
        return Refusal("proposals.no_appeal_waits")
    return Refusal("proposals.another_moderator", status=403) if account == facts.decided_by else None


def _why_not_impartial(account: int | None, facts: Facts) -> Refusal | None:
    if account == facts.author:
        return Refusal("proposals.own_text", status=403)
    return Refusal("proposals.own_report", status=403) if account in facts.reporters else None
