"""What is told of conversations: what is asked next, one's own votes, and the map without anybody's single vote."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
from django.db.models import Exists, OuterRef

from madang.city.kernel import clock
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.people.rules import Viewer
from madang.city.proposals.models import Conversation, DrawnMap, OpinionVote, Statement
from madang.city.proposals.queries.loading import actor_for, facts_of
from madang.city.proposals.queries.settings import settings
from madang.city.proposals.rules import opinions as rules
from madang.city.proposals.rules.life import UNLISTED
from madang.city.proposals.rules.opinions import Counts, Moderation, Stance, Told
from madang.urban.opinions import Dot, Way, least_votes, place


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation as a page begins with it.

    question      by language, as ``text`` is, which explains it
    proposal      the reference of the proposal that it is about, "" where it is about a topic
    ends_on       its last day, None as long as nobody ends it
    checks_first  a moderator sees each statement before others do
    statements    how many are shown
    why_not       why the viewer may not take part, None if they may
    may_lead      whether the viewer may close it
    """

    reference: str
    question: Mapping[str, str]
    text: Mapping[str, str]
    topic: str
    proposal: str
    opened_at: datetime
    ends_on: date | None
    closed_at: datetime | None
    is_open: bool
    checks_first: bool
    statements: int
    why_not: Refusal | None
    may_lead: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """The statement that somebody is asked about, and how many they have answered and are left."""

    number: int
    text: str
    language: str
    answered: int
    left: int


@dataclass(frozen=True, slots=True)
class OwnStatement:
    """A statement that somebody voted on, or said.

    stance      None where the vote was taken back
    hidden_for  why it is hidden, "" if it is not
    """

    number: int
    text: str
    language: str
    stance: Stance | None
    is_own: bool
    state: Moderation
    hidden_for: str


@dataclass(frozen=True, slots=True)
class Named:
    """A statement by its number, and the way it is taken."""

    number: int
    way: Way


@dataclass(frozen=True, slots=True)
class StandsFor:
    """A statement that tells a group from the others: so many of those who saw it take it that way."""

    number: int
    way: Way
    hits: int
    seen: int


@dataclass(frozen=True, slots=True)
class Group:
    """A group on the map; ``dots`` are five people or more each."""

    size: int
    centre: tuple[float, float]
    dots: tuple[Dot, ...]
    stands_for: tuple[StandsFor, ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """How a statement is taken.

    joint_agree, joint_disagree  group-informed consensus, None where a group's part may not be told
    """

    number: int
    text: str
    language: str
    told: Told
    joint_agree: float | None
    joint_disagree: float | None


@dataclass(frozen=True, slots=True)
class Map:
    """The opinion map as everybody may see it.

    ungrouped   people who cast too few votes, or stand in groups too small to tell of
    explained   share of the differences that each axis shows
    clarity     how well the groups stand apart, -1 to 1; None where nobody could be grouped
    """

    drawn_at: datetime
    people: int
    votes: int
    ungrouped: int
    explained: tuple[float, float]
    clarity: float | None
    groups: tuple[Group, ...]
    statements: tuple[Taken, ...]
    consensus: tuple[Named, ...]
    bridging: tuple[Named, ...]
    divisive: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody stands on a map; ``group`` is the nearest one, None for who cast too few votes."""

    x: float
    y: float
    group: int | None


def conversation(reference: str, *, viewer: Viewer, now: datetime) -> Talk:
    """Return a conversation. Raises Refused (404) where there is none, or its proposal is hidden."""
    row, today = _row(reference), clock.today(now)
    actor = actor_for(viewer, row.proposal, today) if row.proposal else None
    is_open = rules.is_open(is_closed=row.closed_at is not None, ends_on=row.ends_on, today=today)
    return Talk(
        reference=row.reference,
        question=row.question,
        text=row.text,
        topic=row.topic,
        proposal=row.proposal.reference if row.proposal else "",
        opened_at=row.opened_at,
        ends_on=row.ends_on,
        closed_at=row.closed_at,
        is_open=is_open,
        checks_first=row.checks_first,
        statements=row.statements.filter(state=Moderation.SHOWN.value).count(),
        why_not=rules.why_not_take_part(viewer, settings(), is_open=is_open),
        may_lead=rules.why_not_lead(viewer, actor) is None,
    )


def conversation_about(proposal: str) -> str | None:
    """Return the reference of the conversation about a proposal, None if there is none."""
    return Conversation.objects.filter(proposal__reference=proposal).values_list("reference", flat=True).first()


def next_statement(reference: str, *, resident_id: int | None) -> Asked | None:
    """Return what somebody is asked next, None once they have voted on everything that is shown.

    Statements with the fewest votes come first; until votes come in, the same person gets the same one.

    resident_id  None for whoever is unknown, who gets what a stranger is asked first
    """
    cast = OpinionVote.objects.filter(statement=OuterRef("pk"), resident=resident_id or 0, stance__isnull=False)
    shown = Statement.objects.filter(conversation__reference=reference, state=Moderation.SHOWN.value)
    rows = {one.number: one for one in shown.annotate(is_answered=Exists(cast))}
    left = {number: one.votes for number, one in rows.items() if not one.is_answered}
    number = rules.next_one(left, f"{reference}:{resident_id}")
    if number is None:
        return None
    return Asked(number, rows[number].text, rows[number].language, answered=len(rows) - len(left), left=len(left))


def own_statements(reference: str, *, resident_id: int) -> tuple[OwnStatement, ...]:
    """Return what somebody has voted on and said, by number; with the reason where it was hidden."""
    rows = OpinionVote.objects.filter(statement__conversation=_row(reference), resident=resident_id)
    return tuple(
        OwnStatement(
            number=one.statement.number,
            text=one.statement.text,
            language=one.statement.language,
            stance=None if one.stance is None else Stance(one.stance),
            is_own=one.statement.author_id == resident_id,
            state=Moderation(one.statement.state),
            hidden_for=one.statement.hidden_for,
        )
        for one in rows.select_related("statement").order_by("statement__number")
    )


def opinions_held(resident_id: int) -> list[dict[str, Any]]:
    """Return every vote and statement of somebody, as plain values: for ``services.held.ProposalsHeld``."""
    rows = OpinionVote.objects.filter(resident=resident_id).select_related("statement__conversation").order_by("pk")
    return [
        {
            "conversation": one.statement.conversation.reference,
            "statement": one.statement.text,
            "vote": one.stance,
            "is_own": one.statement.author_id == resident_id,
        }
        for one in rows
    ]


def opinion_map(reference: str) -> Map | None:
    """Return the map of a conversation as everybody may see it, None before enough people have voted.

    Counts of fewer than five people are left out, and what they could be worked out from. A statement that was hidden since is
    not told of.
    """
    row = _row(reference)
    drawn = DrawnMap.objects.filter(conversation=row).first()
    if drawn is None:
        return None
    figures: dict[str, Any] = drawn.figures
    statements = _taken(row, figures)
    tells = {one.number: one.told for one in statements}
    whole = {number for number, told in tells.items() if told.is_whole}
    known = {number for number, told in tells.items() if told.everyone is not None}
    return Map(
        drawn_at=drawn.drawn_at,
        people=figures["people"],
        votes=figures["votes"],
        ungrouped=figures["ungrouped"],
        explained=tuple(figures["explained"]),
        clarity=max(figures["silhouettes"].values(), default=None),
        groups=tuple(_group(one, number, figures["dots"][number], tells) for number, one in enumerate(figures["groups"])),
        statements=statements,
        consensus=_named(figures["consensus"], known),
        bridging=_named(figures["bridging"], whole),
        divisive=tuple(number for number in figures["divisive"] if number in whole),
    )


def own_place(reference: str, *, resident_id: int) -> Place | None:
    """Return where somebody stands on the present map with the votes they have now, None while there is no map."""
    row = _row(reference)
    drawn = DrawnMap.objects.filter(conversation=row).first()
    if drawn is None:
        return None
    statements: Sequence[dict[str, Any]] = drawn.figures["statements"]
    rows = OpinionVote.objects.filter(statement__conversation=row, resident=resident_id, stance__isnull=False)
    stances = dict(rows.values_list("statement__number", "stance"))
    votes = np.array([stances.get(one["statement"], np.nan) for one in statements], np.float64)
    axes = np.array([one["axes"] for one in statements], np.float64).reshape(-1, 2).T
    x, y = place(axes, np.array([one["mean"] for one in statements], np.float64), votes)
    centres = [one["centre"] for one in drawn.figures["groups"]]
    is_grouped = centres and np.isfinite(votes).sum() >= least_votes(len(statements))
    away = [(x - far) ** 2 + (y - up) ** 2 for far, up in centres]
    return Place(x, y, away.index(min(away)) if is_grouped else None)


def _row(reference: str) -> Conversation:
    row = Conversation.objects.select_related("proposal__department").filter(reference=reference).first()
    if row is None or (row.proposal is not None and facts_of(row.proposal).state in UNLISTED):
        raise Refused(rules.UNKNOWN)
    return row


def _taken(row: Conversation, figures: Mapping[str, Any]) -> tuple[Taken, ...]:
    shown = row.statements.filter(state=Moderation.SHOWN.value)
    texts = {number: (text, language) for number, text, language in shown.values_list("number", "text", "language")}
    found = []
    for one in figures["statements"]:
        if one["statement"] in texts:
            told = rules.told(Counts(*one["votes"]), [Counts(*counts) for counts in one["by_group"]])
            joint = (one["joint_agree"], one["joint_disagree"]) if told.is_whole and told.groups else (None, None)
            found.append(Taken(one["statement"], *texts[one["statement"]], told, *joint))
    return tuple(found)


def _group(one: Mapping[str, Any], number: int, dots: Sequence[Sequence[Any]], tells: Mapping[int, Told]) -> Group:
    stands_for = [
        StandsFor(pick["statement"], Way(pick["way"]), pick["hits"], pick["seen"])
        for pick in one["representative"]
        if pick["statement"] in tells and tells[pick["statement"]].groups[number] is not None
    ]
    x, y = one["centre"]
    return Group(one["size"], (x, y), tuple(Dot(*dot) for dot in dots), tuple(stands_for))


def _named(picks: Sequence[Mapping[str, Any]], among: set[int]) -> tuple[Named, ...]:
    return tuple(Named(pick["statement"], Way(pick["way"])) for pick in picks if pick["statement"] in among)
