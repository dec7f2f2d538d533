"""Comments in threads: who may write, change and judge them, how many at once, and which stands first."""

import math
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from madang.city.kernel.refusals import Refusal
from madang.city.people.rules import Viewer, why_not_assured
from madang.city.proposals.rules.settings import Settings
from madang.city.proposals.rules.subjects import Subject, why_not_discuss
from madang.city.proposals.rules.writing import LANGUAGES

SHORTEST, LONGEST = 2, 3_000
MOST_DEPTH = 3
EDITED_WITHIN = timedelta(minutes=15)
NEWCOMER = timedelta(days=3)
CONFIDENCE = 1.96  # of the normal distribution at 95 %
UNKNOWN = Refusal("proposals.no_comment", status=404)
NOT_YOURS = Refusal("proposals.not_your_move", status=403)


class Side(StrEnum):
    """What a comment that begins a thread is: it speaks for something, against it, or asks. Replies take no side.

    Of a proposal, or a vote by yes or no, that is for it or against it; of other votes for or against one of the options.
    """

    FOR = "for"
    AGAINST = "against"
    QUESTION = "question"
    REPLY = "reply"


class Standing(StrEnum):
    """Whether a comment is to be read. Of what is not, the place in the thread stays."""

    SHOWN = "shown"
    WAITING = "waiting"
    HIDDEN = "hidden"
    DELETED = "deleted"


class Order(StrEnum):
    """Which comment stands first among its neighbours."""

    HELPFUL = "helpful"
    NEWEST = "newest"


class TranslatedBy(StrEnum):
    """Who put a text into another language; readers are always told."""

    PERSON = "person"
    MACHINE = "machine"


@dataclass(frozen=True, slots=True)
class Limits:
    """How many comments one person may write."""

    a_minute: int
    a_day: int


LIMITS, NEWCOMERS_LIMITS = Limits(a_minute=3, a_day=50), Limits(a_minute=1, a_day=10)


@dataclass(frozen=True, slots=True)
class Written:
    """What a person has written of late, themselves and how long they have been here."""

    last_minute: int
    last_day: int
    account_age: timedelta


@dataclass(frozen=True, slots=True)
class Facts:
    """A comment as the rules see it.

    is_own  the viewer wrote it
    depth   0 begins a thread
    """

    standing: Standing
    is_own: bool
    depth: int
    written_at: datetime


def tidy(text: str) -> str:
    """Return a comment without what no database keeps, and without blanks around it."""
    return unicodedata.normalize("NFC", text.replace("\x00", "")).strip()


def wilson_lower_bound(helpful: int, votes: int) -> float:
    """Return the share of people who would find a comment helpful that is at least likely, 0 to 1; 0 without votes.

    The lower end of the 95 % interval: 1 of 1 is 0.21 and 80 of 100 is 0.71, so that one early vote does not win.
    Source: Wilson 1927, doi:10.1080/01621459.1927.10502953.
    """
    if not votes:
        return 0.0
    share, square = helpful / votes, CONFIDENCE**2
    middle = share + square / (2 * votes)
    margin = CONFIDENCE * math.sqrt((share * (1 - share) + square / (4 * votes)) / votes)
    return max(0.0, (middle - margin) / (1 + square / votes))


def why_not_take_part(viewer: Viewer, settings: Settings, about: Subject, *, now: datetime) -> Refusal | None:
    """Refuse what takes no more words, whoever is no resident, and people whom the city knows too little.

    About a vote the same people write as about proposals, whether or not they may vote there: a comment tells nothing of that.
    """
    if reason := why_not_discuss(about, now=now):
        return reason
    if viewer.resident_id is None:
        return Refusal("proposals.residents_only", status=403)
    return why_not_assured(viewer, settings.assurance)


def why_not_words(text: str, language: str) -> Refusal | None:
    """Refuse nothing said, too much, and what is in no language of the site."""
    if not SHORTEST <= len(text) <= LONGEST:
        return Refusal("proposals.comment_length", {"least": SHORTEST, "most": LONGEST}, status=422)
    return None if language in LANGUAGES else Refusal("proposals.no_language", status=422)


def why_not_so_many(written: Written) -> Refusal | None:
    """Refuse more comments than a person means to write; who is here for less than three days may write fewer."""
    limits = NEWCOMERS_LIMITS if written.account_age < NEWCOMER else LIMITS
    if written.last_minute >= limits.a_minute:
        return Refusal("proposals.comments_a_minute", {"most": limits.a_minute}, status=429)
    if written.last_day >= limits.a_day:
        return Refusal("proposals.comments_a_day", {"most": limits.a_day}, status=429)
    return None


def why_not_begin(side: Side) -> Refusal | None:
    """Refuse to begin a thread without saying what it is."""
    return Refusal("proposals.no_side", status=422) if side is Side.REPLY else None


def why_not_reply(facts: Facts) -> Refusal | None:
    """Refuse to reply to what is not shown, and deeper than threads can be read on a phone."""
    if facts.standing is not Standing.SHOWN:
        return Refusal("proposals.comment_not_shown")
    return Refusal("proposals.thread_deep") if facts.depth >= MOST_DEPTH else None


def why_not_edit(facts: Facts, now: datetime) -> Refusal | None:
    """Refuse to change another's comment, what is not there any more, and after a quarter of an hour."""
    if not facts.is_own:
        return NOT_YOURS
    if facts.standing not in {Standing.SHOWN, Standing.WAITING}:
        return Refusal("proposals.comment_not_shown")
    minutes = EDITED_WITHIN // timedelta(minutes=1)
    return Refusal("proposals.comment_stands", {"minutes": minutes}) if now - facts.written_at > EDITED_WITHIN else None


def why_not_delete(facts: Facts) -> Refusal | None:
    """Refuse to delete another's comment, and twice."""
    if not facts.is_own:
        return NOT_YOURS
    return Refusal("proposals.comment_not_shown") if facts.standing is Standing.DELETED else None


def why_not_judge(facts: Facts) -> Refusal | None:
    """Refuse to say of one's own comment that it helps, and of one that is not shown."""
    if facts.is_own:
        return Refusal("proposals.own_comment", status=403)
    return None if facts.standing is Standing.SHOWN else Refusal("proposals.comment_not_shown")


def why_not_translate(facts: Facts, written_in: str, into: str) -> Refusal | None:
    """Refuse a translation of what is not shown, into its own language, and into one the site does not speak."""
    if facts.standing is not Standing.SHOWN:
        return Refusal("proposals.comment_not_shown")
    return None if into in LANGUAGES and into != written_in else Refusal("proposals.no_language", status=422)
