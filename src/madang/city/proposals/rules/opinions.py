"""Conversations in short statements: who may open, add, vote and moderate, which statement comes next, which counts are told."""

import hashlib
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum, StrEnum

from madang.city.kernel.refusals import Refusal
from madang.city.people.rules import Viewer, why_not_assured
from madang.city.proposals.rules.life import AUTHORS, DESK, Actor, Part
from madang.city.proposals.rules.settings import Duty, Settings
from madang.city.proposals.rules.writing import LANGUAGES

SHORTEST, LONGEST, LONGEST_QUESTION, LONGEST_TEXT = 3, 140, 200, 2_000
LONGEST_LIKENESS = 2 * LONGEST
MOST_STATEMENTS = 1_000
A_DAY = 5
MOST_SEEDS = 50
LEAST_TOLD = 5
OPENERS = AUTHORS | DESK | {Part.CLERK, Part.MODERATOR}
UNKNOWN = Refusal("proposals.no_conversation", status=404)


class Stance(IntEnum):
    """How somebody takes a statement."""

    AGREE = 1
    PASS = 0
    DISAGREE = -1


class Moderation(StrEnum):
    """Where a statement stands; only what is shown takes votes and shapes the map."""

    WAITING = "waiting"
    SHOWN = "shown"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Frame:
    """How a conversation is led.

    text          what there is to know before one answers, by language
    ends_on       its last day; None until somebody ends it
    checks_first  a moderator sees each statement before others do
    seeds         statements of the city to begin with, in ``language``; nobody has voted on them
    """

    text: Mapping[str, str] = field(default_factory=dict)
    ends_on: date | None = None
    checks_first: bool = False
    seeds: tuple[str, ...] = ()
    language: str = "en"


def tidy(text: str) -> str:
    """Return a statement on one line, without what no database keeps."""
    return " ".join(unicodedata.normalize("NFC", text.replace("\x00", "")).split())


def likeness(text: str) -> str:
    """Return the letters and digits of a statement: two with the same ones say the same.

    Blanks, marks, case and the width of letters make no difference, so that 가로수를 심자! and 가로수를심자 are one. No longer
    than LONGEST_LIKENESS.
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(letter for letter in folded if letter.isalnum())[:LONGEST_LIKENESS]


def why_not_open(question: Mapping[str, str], topic: str, *, topics: Collection[str]) -> Refusal | None:
    """Refuse a question without words, a long one, and an unknown topic."""
    if not any(words.strip() for words in question.values()) or any(len(words) > LONGEST_QUESTION for words in question.values()):
        return Refusal("proposals.no_question", {"most": LONGEST_QUESTION}, status=422)
    return Refusal("proposals.no_topic", status=422) if topic not in topics else None


def why_not_frame(frame: Frame, today: date) -> Refusal | None:
    """Refuse a long text, a last day that is over, and more seeds than anybody reads."""
    if any(len(words) > LONGEST_TEXT for words in frame.text.values()):
        return Refusal("proposals.conversation_text", {"most": LONGEST_TEXT}, status=422)
    if frame.ends_on is not None and frame.ends_on < today:
        return Refusal("proposals.conversation_ends", status=422)
    return Refusal("proposals.many_seeds", {"most": MOST_SEEDS}, status=422) if len(frame.seeds) > MOST_SEEDS else None


def is_open(*, is_closed: bool, ends_on: date | None, today: date) -> bool:
    """Tell whether a conversation takes votes: nobody has ended it, and its last day is not over."""
    return not is_closed and (ends_on is None or today <= ends_on)


def why_not_lead(viewer: Viewer, actor: Actor | None) -> Refusal | None:
    """Refuse to open and close a conversation to all but those whose it is.

    actor  the viewer as seen from the proposal that it is about; None where it is about a topic, which is for staff
    """
    is_theirs = viewer.staff is not None if actor is None else bool(actor.parts & OPENERS)
    return None if is_theirs else Refusal("proposals.not_your_move", status=403)


def why_not_take_part(viewer: Viewer, settings: Settings, *, is_open: bool) -> Refusal | None:
    """Refuse whoever is no resident, people whom the city knows too little, and a conversation that is over."""
    if viewer.resident_id is None:
        return Refusal("proposals.residents_only", status=403)
    if reason := why_not_assured(viewer, settings.assurance):
        return reason
    return None if is_open else Refusal("proposals.conversation_closed")


def why_not_say(text: str, language: str) -> Refusal | None:
    """Refuse a statement too short, too long or in no language."""
    if len(likeness(text)) < SHORTEST:
        return Refusal("proposals.statement_short", {"least": SHORTEST}, status=422)
    if len(text) > LONGEST:
        return Refusal("proposals.statement_long", {"most": LONGEST}, status=422)
    return None if language in LANGUAGES else Refusal("proposals.no_language", status=422)


def why_not_add(text: str, language: str, *, added_today: int, present: int) -> Refusal | None:
    """Refuse what nobody may say, too many statements of one person in a day, and too many in all."""
    if reason := why_not_say(text, language):
        return reason
    if added_today >= A_DAY:
        return Refusal("proposals.enough_statements", {"most": A_DAY}, status=429)
    return Refusal("proposals.many_statements", {"most": MOST_STATEMENTS}) if present >= MOST_STATEMENTS else None


def why_not_vote(state: Moderation) -> Refusal | None:
    """Refuse a vote on what is not shown."""
    return None if state is Moderation.SHOWN else Refusal("proposals.statement_not_shown")


def why_not_moderate(duties: Collection[Duty], *, is_author: bool) -> Refusal | None:
    """Refuse to judge statements to all but moderators, and to those their own."""
    if Duty.MODERATOR not in duties:
        return Refusal("proposals.not_your_move", status=403)
    return Refusal("proposals.own_statement", status=403) if is_author else None


def next_one(votes: Mapping[int, int], seed: str) -> int | None:
    """Return the statement to ask about: of those with the fewest votes the first in an order of the person's own.

    votes  how many each statement has that the person has not voted on, by number
    seed   tells the person and the conversation, so that not everybody is asked the same at the same time
    """
    return min(votes, key=lambda one: (votes[one], hashlib.sha256(f"{seed}:{one}".encode()).digest()), default=None)


def is_due(changed: int) -> bool:
    """Tell whether a map is drawn anew: so many people voted, or took votes back, that no difference tells of one of them.

    changed  people who did since the present map
    """
    return changed >= LEAST_TOLD


@dataclass(frozen=True, slots=True)
class Counts:
    """How many agree with a statement, pass, disagree."""

    agree: int
    passes: int
    disagree: int

    @property
    def seen(self) -> int:
        """Return how many voted."""
        return self.agree + self.passes + self.disagree


@dataclass(frozen=True, slots=True)
class Told:
    """The counts of a statement that may be told; None stands for those that may not."""

    everyone: Counts | None
    groups: tuple[Counts | None, ...]

    @property
    def is_whole(self) -> bool:
        """Tell whether nothing is held back."""
        return self.everyone is not None and None not in self.groups


def told(everyone: Counts, groups: Sequence[Counts]) -> Told:
    """Return which counts may be told: none of fewer than 5 people, nor any that subtraction leads to.

    everyone  all votes on the statement
    groups    those of each group; the rest are of people in no group

    Where the voters who are not told of would be fewer than 5, the smallest group that is left is held back with them.
    """
    if everyone.seen < LEAST_TOLD:
        return Told(None, (None,) * len(groups))
    open_ones = sorted((one.seen, at) for at, one in enumerate(groups) if one.seen >= LEAST_TOLD)
    while open_ones and 0 < everyone.seen - sum(seen for seen, _ in open_ones) < LEAST_TOLD:
        open_ones.pop(0)
    kept = {at for _, at in open_ones} | {at for at, one in enumerate(groups) if one.seen == 0}
    return Told(everyone, tuple(one if at in kept else None for at, one in enumerate(groups)))
