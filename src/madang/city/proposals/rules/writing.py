"""Writing a proposal: who may, how long, how often, and when two browsers clash."""

from collections.abc import Collection
from dataclasses import dataclass

from madang.city.kernel.refusals import Refusal
from madang.city.portal.rules.drafts import Base, clashes
from madang.city.proposals.rules.life import CHANGEABLE, UNKNOWN, Actor, Facts, Part, State

SHORTEST_TITLE, LONGEST_TITLE = 3, 120
SHORTEST_TEXT, LONGEST_TEXT = 20, 10_000
MOST_DRAFTS = 20
MOST_CO_AUTHORS = 20
DRAFT_DAYS = 90
LONGEST_WORDS = 4_000
LANGUAGES = ("en", "ko", "zh")


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the map, in degrees."""

    longitude: float
    latitude: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """What an author writes. A point says the area by itself; neither is the whole city."""

    title: str
    text: str
    topic: str = ""
    language: str = "en"
    area_id: int | None = None
    point: Point | None = None


def tidy(writing: Writing) -> Writing:
    """Return the writing with a title on one line and nothing that no database keeps."""
    title = " ".join(writing.title.replace("\x00", "").split())
    text = writing.text.replace("\x00", "").replace("\r\n", "\n").strip()
    return Writing(
        title=title, text=text, topic=writing.topic, language=writing.language, area_id=writing.area_id, point=writing.point
    )


def why_not_keep(writing: Writing, *, topics: Collection[str]) -> Refusal | None:
    """Refuse what not even a draft may hold: texts too long, an unknown topic or language, a point that is nowhere."""
    if len(writing.title) > LONGEST_TITLE:
        return Refusal("proposals.title_long", {"most": LONGEST_TITLE}, status=422)
    if len(writing.text) > LONGEST_TEXT:
        return Refusal("proposals.text_long", {"most": LONGEST_TEXT}, status=422)
    if writing.topic and writing.topic not in topics:
        return Refusal("proposals.no_topic", status=422)
    if writing.language not in LANGUAGES:
        return Refusal("proposals.no_language", status=422)
    if writing.point and not (abs(writing.point.longitude) <= 180 and abs(writing.point.latitude) <= 90):
        return Refusal("proposals.no_such_place", status=422)
    return None


def why_not_complete(writing: Writing) -> Refusal | None:
    """Refuse to publish what is too short to understand, or has no topic."""
    if len(writing.title) < SHORTEST_TITLE:
        return Refusal("proposals.title_short", {"least": SHORTEST_TITLE}, status=422)
    if len(writing.text) < SHORTEST_TEXT:
        return Refusal("proposals.text_short", {"least": SHORTEST_TEXT}, status=422)
    return None if writing.topic else Refusal("proposals.no_topic", status=422)


def why_not_begin(*, drafts: int) -> Refusal | None:
    """Refuse more drafts than one person can mean."""
    return Refusal("proposals.many_drafts", {"most": MOST_DRAFTS}) if drafts >= MOST_DRAFTS else None


def why_not_draft(facts: Facts, actor: Actor) -> Refusal | None:
    """Refuse to write a draft to all but its author and who has agreed to sign it, and once it is no draft."""
    if not actor.is_author:
        return UNKNOWN if facts.state is State.DRAFT else Refusal("proposals.not_your_move", status=403)
    return None if facts.state is State.DRAFT else Refusal("proposals.published_already")


def why_not_picture(facts: Facts, actor: Actor) -> Refusal | None:
    """Refuse pictures to all but authors, and once what the proposal means is frozen."""
    if not actor.is_author:
        return UNKNOWN if facts.state is State.DRAFT else Refusal("proposals.not_your_move", status=403)
    return None if facts.state is State.DRAFT or facts.state in CHANGEABLE else Refusal("proposals.frozen")


def why_not_publish(writing: Writing, *, published_today: int, a_day: int, unanswered: int) -> Refusal | None:
    """Refuse what is not complete, more than so many a day, and to publish over the heads of invited co-authors."""
    if reason := why_not_complete(writing):
        return reason
    if published_today >= a_day:
        return Refusal("proposals.enough_today", {"most": a_day})
    return Refusal("proposals.co_authors_open", {"count": unanswered}) if unanswered else None


def why_not_invite(facts: Facts, actor: Actor, *, invited: int) -> Refusal | None:
    """Refuse to invite to all but the author of a draft, and more than can sign."""
    if Part.AUTHOR not in actor.parts:
        return UNKNOWN
    if facts.state is not State.DRAFT:
        return Refusal("proposals.published_already")
    return Refusal("proposals.many_co_authors", {"most": MOST_CO_AUTHORS}) if invited >= MOST_CO_AUTHORS else None


def is_clash(revision: int, page: str, base: Base) -> bool:
    """Tell whether another page saved the draft since this page was loaded.

    revision, page  the draft's number, and the word of the page that saved it last
    """
    return clashes((revision, page), base)
