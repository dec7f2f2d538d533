"""One proposal whole: its text, its way with dates, everything that was said and done."""

from collections.abc import Sequence
from datetime import date, datetime

from madang.city.kernel import clock
from madang.city.kernel.refusals import Refused
from madang.city.people import queries as people
from madang.city.people.rules import Viewer
from madang.city.proposals.models import Check, CoAuthor, Follower, Proposal, Support, Version
from madang.city.proposals.queries import parts
from madang.city.proposals.queries.areas import areas_now
from madang.city.proposals.queries.links import links_of
from madang.city.proposals.queries.loading import actor_for, facts_of, visible
from madang.city.proposals.queries.values import Mine, Place, ProposalWhole, Standing, VersionLine, VersionText, Written
from madang.city.proposals.rules import life, text
from madang.city.proposals.rules.life import UNKNOWN, Actor, State
from madang.city.proposals.rules.way import way
from madang.city.proposals.rules.writing import Point


def proposal(reference: str, *, viewer: Viewer, now: datetime) -> ProposalWhole:
    """Return a proposal with everything on its page. Raises Refused (404) where there is none that the viewer may see."""
    row = visible(reference, viewer)
    today = clock.today(now)
    actor = actor_for(viewer, row, today)
    is_shown = life.may_read(facts_of(row), actor)
    events, milestones = parts.events_of(row.pk), parts.milestones_of(row.pk)
    entered = [(one.to_state, clock.today(one.at)) for one in events]
    return ProposalWhole(
        reference=row.reference,
        revision=row.revision,
        written=_written(row, is_shown=is_shown),
        place=_place(row),
        standing=_standing(row, today),
        steps=way(facts_of(row), entered, today),
        events=events,
        answers=parts.answers_of(row.pk),
        milestones=milestones,
        spent=parts.sums(milestones),
        pictures=parts.pictures_of(row.pk) if is_shown else (),
        links=links_of(row.reference),
        followers=Follower.objects.filter(proposal=row).count(),
        checks=parts.checks_of(row.pk, row.asks_check),
        mine=_mine(row, viewer, actor, today),
    )


def version(reference: str, number: int, *, viewer: Viewer) -> VersionText:
    """Return what a proposal said in one of its versions. Raises Refused (404) where there is none."""
    row = visible(reference, viewer)
    found = Version.objects.filter(proposal=row, number=number).first()
    if found is None or not life.may_read(facts_of(row), actor_for(viewer, row, clock.today(row.changed_at))):
        raise Refused(UNKNOWN)
    return VersionText(found.number, found.title, found.at, text.as_html(found.text), found.text, found.language)


def _written(row: Proposal, *, is_shown: bool) -> Written:
    versions = list(Version.objects.filter(proposal=row).order_by("number"))
    last = versions[-1]
    signed = CoAuthor.objects.filter(proposal=row, agreed_at__isnull=False).order_by("pk")
    return Written(
        title=row.title if is_shown else "",
        html=text.as_html(last.text) if is_shown else "",
        source=last.text if is_shown else "",
        language=last.language,
        version=row.version,
        versions=_versions(versions) if is_shown else (),
        bylines=(row.byline, *signed.values_list("byline", flat=True)),
        topic=row.topic,
        published_at=row.published_at,
    )


def _versions(rows: Sequence[Version]) -> tuple[VersionLine, ...]:
    return tuple(VersionLine(one.number, one.title, one.at) for one in rows)


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
        officer_name=people.staff_names([row.officer_id]).get(row.officer_id, "") if row.officer_id else "",
        hidden_for=row.hidden_for,
        is_appealed=row.appealed_at is not None,
        in_favour_of=(other.reference, other.title) if other else None,
    )


def _mine(row: Proposal, viewer: Viewer, actor: Actor, today: date) -> Mine:
    if viewer.account_id is None:
        return Mine()
    moves = life.moves(facts_of(row), actor, today)
    follows = Follower.objects.filter(proposal=row, account=viewer.account_id).exists()
    if viewer.resident_id is None:
        return Mine(parts=actor.parts, moves=moves, follows=follows)
    asked = Check.objects.filter(proposal=row, round=row.asks_check, resident=viewer.resident_id, is_lapsed=False).first()
    return Mine(
        parts=actor.parts,
        moves=moves,
        supports=Support.objects.filter(proposal=row, resident=viewer.resident_id).exists(),
        follows=follows,
        is_asked=asked is not None and asked.is_done is None and row.state == State.DONE,
        has_checked=asked is not None and asked.is_done is not None,
    )
