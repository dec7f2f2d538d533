"""One proposal whole: its text, its way with dates, everything that was said and done."""

from datetime import date, datetime
from typing import Any

from madang.city.kernel import clock
from madang.city.kernel.refusals import Refused
from madang.city.people.rules import Viewer
from madang.city.proposals.models import Proposal, Version
from madang.city.proposals.queries import parts
from madang.city.proposals.queries.areas import areas_now
from madang.city.proposals.queries.gathering import gathered, hanging
from madang.city.proposals.queries.loading import Ties, actor_for, facts_of, seen, trusted, visible
from madang.city.proposals.queries.values import Mine, Place, ProposalWhole, Standing, VersionLine, VersionText, Written
from madang.city.proposals.rules import life, text
from madang.city.proposals.rules.life import UNKNOWN, Actor, State
from madang.city.proposals.rules.way import way
from madang.city.proposals.rules.writing import Point


def proposal(reference: str, *, viewer: Viewer, now: datetime) -> ProposalWhole:
    """Return a proposal with everything on its page. Raises Refused (404) where there is none that the viewer may see.

    One statement reads it, one more whether areas have changed; of staff two more whom they stand in for, and what they head.
    """
    row: Any = seen(gathered(reference, viewer), viewer)
    today = clock.today(now)
    actor = actor_for(viewer, row, today, ties=_ties(row, viewer))
    is_shown = life.may_read(facts_of(row), actor)
    pictures, events = hanging(row, "its_pictures"), parts.events_of(hanging(row, "its_events"))
    milestones = parts.milestones_of(hanging(row, "its_milestones"), pictures)
    own = tuple(parts.picture_of(one) for one in pictures if one.milestone_id is None)
    entered = [(one.to_state, clock.today(one.at)) for one in events]
    return ProposalWhole(
        reference=row.reference,
        revision=row.revision,
        written=_written(row, is_shown=is_shown),
        place=_place(row),
        standing=_standing(row, today),
        steps=way(facts_of(row), entered, today),
        events=events,
        answers=parts.answers_of(hanging(row, "its_answers")),
        milestones=milestones,
        spent=parts.sums(milestones),
        pictures=own if is_shown else (),
        links=parts.links_of(hanging(row, "its_links")),
        followers=row.its_followers,
        checks=parts.checks_of(hanging(row, "its_checks")),
        mine=_mine(row, viewer, actor, today),
    )


def _ties(row: Any, viewer: Viewer) -> Ties | None:
    if viewer.account_id is None:
        return None
    return Ties(trusted(viewer, row.my_duties), has_signed=getattr(row, "i_signed", False))


def version(reference: str, number: int, *, viewer: Viewer) -> VersionText:
    """Return what a proposal said in one of its versions. Raises Refused (404) where there is none."""
    row = visible(reference, viewer)
    found = Version.objects.filter(proposal=row, number=number).first()
    if found is None or not life.may_read(facts_of(row), actor_for(viewer, row, clock.today(row.changed_at))):
        raise Refused(UNKNOWN)
    return VersionText(found.number, found.title, found.at, text.as_html(found.text), found.text, found.language)


def _written(row: Any, *, is_shown: bool) -> Written:
    versions = hanging(row, "its_versions")
    return Written(
        title=row.title if is_shown else "",
        html=text.as_html(row.its_text) if is_shown else "",
        source=row.its_text if is_shown else "",
        language=versions[-1].language,
        version=row.version,
        versions=tuple(VersionLine(one.number, one.title, one.at) for one in versions) if is_shown else (),
        bylines=(row.byline, *(one.byline for one in hanging(row, "its_co_authors"))),
        topic=row.topic,
        published_at=row.published_at,
    )


def _place(row: Proposal) -> Place:
    has_point = row.longitude is not None and row.latitude is not None
    point = Point(row.longitude or 0.0, row.latitude or 0.0) if has_point else None
    names = areas_now().named([row.area_id]) if row.area_id is not None else {}
    return Place(row.area_id, names.get(row.area_id or 0, {}), point)


def _standing(row: Proposal, today: date) -> Standing:
    facts, other = facts_of(row), row.in_favour_of
    return Standing(
        state=facts.state,
        decision=facts.decision,
        supports=row.supports,
        needed=row.needed,
        collects_until=row.collects_until,
        ask_until=row.ask_until,
        due_on=row.due_on,
        is_overdue=life.is_overdue(facts, today),
        department=row.department.name if row.department else {},
        department_code=row.department.code if row.department else "",
        officer_name=row.officer.name if row.officer else "",
        hidden_for=row.hidden_for,
        is_appealed=row.appealed_at is not None,
        in_favour_of=(other.reference, other.title) if other else None,
    )


def _mine(row: Any, viewer: Viewer, actor: Actor, today: date) -> Mine:
    if viewer.account_id is None:
        return Mine()
    asked = next(iter(hanging(row, "my_checks")), None)
    return Mine(
        parts=actor.parts,
        moves=life.moves(facts_of(row), actor, today),
        supports=getattr(row, "i_support", False),
        follows=row.i_follow,
        is_asked=asked is not None and asked.is_done is None and row.state == State.DONE,
        has_checked=asked is not None and asked.is_done is not None,
    )
