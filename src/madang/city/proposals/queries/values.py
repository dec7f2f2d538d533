"""What a proposal's page shows, as frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from madang.city.kernel.money import Money
from madang.city.proposals.queries.links import LinkLine
from madang.city.proposals.rules.life import Decision, Move, Part, State
from madang.city.proposals.rules.way import Step
from madang.city.proposals.rules.writing import Point


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version of the text; the last one holds."""

    number: int
    title: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EventLine:
    """A move as everybody sees it: who by part and department, why, and until when something is due."""

    at: datetime
    move: Move
    from_state: State
    to_state: State
    part: Part
    department: Mapping[str, str]
    staff_name: str
    reason: str
    html: str
    language: str
    due_on: date | None
    details: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerLine:
    """The city's answer, by whom."""

    at: datetime
    decision: Decision
    reason: str
    html: str
    language: str
    law: str
    cost: Money | None
    next_on: date | None
    forwarded_to: str
    department: Mapping[str, str]
    staff_name: str


@dataclass(frozen=True, slots=True)
class PictureLine:
    """A picture: what names it in addresses, its size, what it shows."""

    id: UUID
    digest: str
    width: int
    height: int
    alternative: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneLine:
    """A step that was done, with what it cost and its pictures."""

    id: int
    on_date: date
    title: str
    html: str
    language: str
    spent: Money | None
    pictures: tuple[PictureLine, ...]


@dataclass(frozen=True, slots=True)
class Mine:
    """What a viewer has to do with a proposal."""

    parts: frozenset[Part] = frozenset()
    moves: tuple[Move, ...] = ()
    supports: bool = False
    follows: bool = False
    is_asked: bool = False
    has_checked: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """What residents said on whether it is done; ``remarks`` are theirs, without names."""

    asked: int
    yes: int
    no: int
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VersionText:
    """What a version said; ``html`` is safe, ``source`` is the Markdown."""

    number: int
    title: str
    at: datetime
    html: str
    source: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a proposal says, and who signed it. One that is hidden or held back says nothing but to its authors and to moderators.

    bylines  its author first, then who has signed; an empty one is "a resident"
    """

    title: str
    html: str
    source: str
    language: str
    version: int
    versions: tuple[VersionLine, ...]
    bylines: tuple[str, ...]
    topic: str
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a proposal belongs: an area with its names by language, a point, or the whole city."""

    area_id: int | None
    area: Mapping[str, str]
    point: Point | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a proposal stands, who answers for it and until when.

    in_favour_of  reference and title of the proposal that stands for it
    """

    state: State
    decision: Decision | None
    supports: int
    needed: int
    collects_until: date | None
    ask_until: date | None
    due_on: date | None
    is_overdue: bool
    department: Mapping[str, str]
    department_code: str
    officer_name: str
    hidden_for: str
    is_appealed: bool
    in_favour_of: tuple[str, str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalWhole:
    """A proposal with everything on its page; ``steps`` are the state bar, ``spent`` is summed by currency."""

    reference: str
    revision: int
    written: Written
    place: Place
    standing: Standing
    steps: tuple[Step, ...]
    events: tuple[EventLine, ...]
    answers: tuple[AnswerLine, ...]
    milestones: tuple[MilestoneLine, ...]
    spent: tuple[Money, ...]
    pictures: tuple[PictureLine, ...]
    links: tuple[LinkLine, ...]
    followers: int
    checks: Said
    mine: Mine
