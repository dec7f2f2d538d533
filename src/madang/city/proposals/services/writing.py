"""Write a proposal: begin, keep what is typed, publish, change while people may still support."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from madang.city.kernel import clock, ids
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.people import queries as people
from madang.city.people.rules import SYSTEM, Viewer
from madang.city.places import queries as places
from madang.city.portal.queries.subjects import TOPICS
from madang.city.portal.rules.drafts import Base
from madang.city.proposals.models import CoAuthor, Proposal, Version
from madang.city.proposals.queries.loading import writing_of
from madang.city.proposals.rules import names
from madang.city.proposals.rules import writing as rules
from madang.city.proposals.rules.life import Move, State
from madang.city.proposals.rules.names import Shown
from madang.city.proposals.rules.text import excerpt
from madang.city.proposals.rules.writing import Writing
from madang.city.proposals.services import collecting, similar_indexing
from madang.city.proposals.services.holding import Held, Said, allow, go, hold, save
from madang.city.proposals.services.indexing import index

OLD_DRAFTS = 500
TRIES = 8


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of saving a draft.

    other  what another page has saved meanwhile; nothing was saved then, and the person chooses
    """

    revision: int
    other: Writing | None = None


@transaction.atomic
def begin(*, writing: Writing, by: Viewer, now: datetime, page: str = "") -> str:
    """Begin a draft and return its reference. Raises Refused for whoever is no resident, and for too many drafts."""
    if by.resident_id is None:
        raise Refused(Refusal("proposals.residents_only", status=403))
    drafts = Proposal.objects.filter(author=by.resident_id, state=State.DRAFT.value).count()
    if reason := rules.why_not_begin(drafts=drafts):
        raise Refused(reason)
    row = Proposal(reference=_new_reference(), author_id=by.resident_id, created_at=now, changed_at=now, saved_on_page=page[:40])
    tidy = _checked(writing)
    _place(row, tidy)
    row.save()
    _write_over(Version(proposal=row, number=1), tidy, now)
    return row.reference


@transaction.atomic
def save_draft(*, reference: str, writing: Writing, base: Base, by: Viewer, now: datetime) -> Saved:
    """Keep what was typed into a draft; where another page has saved since, keep nothing and return what that page saved.

    base  the revision that the page showed, and a word that tells this page from every other
    """
    held = hold(reference=reference, by=by, now=now)
    if reason := rules.why_not_draft(held.facts, held.actor):
        raise Refused(reason)
    tidy, version = _checked(writing), _version(held.row)
    present = writing_of(held.row, version)
    if tidy == present:
        return Saved(held.row.revision)
    if rules.is_clash(held.row.revision, held.row.saved_on_page, base):
        return Saved(held.row.revision, other=present)
    _place(held.row, tidy)
    held.row.saved_on_page = base.page[:40]
    _write_over(version, tidy, now)
    save(held)
    return Saved(held.row.revision)


@transaction.atomic
def publish(*, reference: str, shown: Shown, by: Viewer, now: datetime, revision: int | None = None, held_for: str = "") -> None:
    """Publish a draft under its author's name as they let it be seen, and begin to collect support.

    held_for  the code of an automatic check, such as ``spam``: then a moderator opens it (``collecting.open_held``)

    Raises Refused for what is not complete, for more than the city takes in a day, and while invited co-authors are silent.
    """
    held = hold(reference=reference, by=by, now=now, revision=revision)
    allow(held, Move.PUBLISH)
    version = _version(held.row)
    if reason := rules.why_not_publish(
        writing_of(held.row, version),
        published_today=_published_today(held),
        a_day=held.settings.a_day,
        unanswered=CoAuthor.objects.filter(proposal=held.row, agreed_at=None).count(),
    ):
        raise Refused(reason)
    held.row.published_at, held.row.held_for, held.row.saved_on_page = now, held_for, ""
    held.row.byline, held.row.byline_how = public_name(by.resident_id, shown), shown.value
    version.at = now
    version.save(update_fields=["at"])
    go(held, Move.PUBLISH)
    _let_find(version, now)
    if not held_for:
        collecting.open_now(held, by_itself=True)


@transaction.atomic
def edit(*, reference: str, writing: Writing, by: Viewer, now: datetime, revision: int | None = None) -> int:
    """Change a proposal while it collects support: the version before stays to be read, supporters are told. Return its number.

    Raises Refused where nothing would change, and once it is on its way to a department.
    """
    held = hold(reference=reference, by=by, now=now, revision=revision)
    allow(held, Move.EDIT)
    tidy, before = _checked(writing), _version(held.row)
    if tidy == writing_of(held.row, before):
        raise Refused(Refusal("proposals.nothing_changed", status=422))
    if reason := rules.why_not_complete(tidy):
        raise Refused(reason)
    _place(held.row, tidy)
    held.row.version += 1
    version = Version(proposal=held.row, number=held.row.version)
    _write_over(version, tidy, now)
    go(held, Move.EDIT, Said(details={"version": version.number, "supports": held.row.supports}))
    _let_find(version, now)
    return version.number


@transaction.atomic
def delete_draft(*, reference: str, by: Viewer, now: datetime) -> None:
    """Throw a draft away, with its pictures; only its author may."""
    held = hold(reference=reference, by=by, now=now)
    allow(held, Move.PUBLISH)
    held.row.delete()


@transaction.atomic
def drop_old_drafts(*, now: datetime) -> int:
    """Throw away drafts that nobody touched for ninety days; return how many."""
    limit = now - timedelta(days=rules.DRAFT_DAYS)
    rows = Proposal.objects.filter(state=State.DRAFT.value, changed_at__lt=limit).order_by("pk")[:OLD_DRAFTS]
    found = list(rows.values_list("pk", flat=True))
    Proposal.objects.filter(pk__in=found).delete()
    return len(found)


def public_name(resident_id: int | None, shown: Shown) -> str:
    """Return a resident's name as they let it be seen."""
    if resident_id is None or shown is Shown.NOTHING:
        return ""
    return names.byline(people.profile(resident_id, viewer=SYSTEM, purpose="byline").name, shown)


def _let_find(version: Version, now: datetime) -> None:
    """Let search and the hint at similar ideas find what a proposal says from now on."""
    index(version)
    similar_indexing.index(version, now=now)


def _new_reference() -> str:
    for _ in range(TRIES):
        reference = ids.public_reference()
        if not Proposal.objects.filter(reference=reference).exists():
            return reference
    raise Refused(Refusal("proposals.no_number"))


def _published_today(held: Held) -> int:
    since = held.now.astimezone(clock.city_zone()).replace(hour=0, minute=0, second=0, microsecond=0)
    return Proposal.objects.filter(author=held.row.author_id, published_at__gte=since).count()


def _checked(writing: Writing) -> Writing:
    tidy = rules.tidy(writing)
    if reason := rules.why_not_keep(tidy, topics=TOPICS):
        raise Refused(reason)
    return tidy


def _place(row: Proposal, writing: Writing) -> None:
    """Put title, topic, language and place into the row; a point says its area by itself."""
    row.title, row.topic, row.language = writing.title, writing.topic, writing.language
    point = writing.point
    row.longitude, row.latitude = (point.longitude, point.latitude) if point else (None, None)
    if point is None:
        area = places.area(writing.area_id) if writing.area_id is not None else None
        if area is None and writing.area_id is not None:
            raise Refused(Refusal("proposals.no_such_place", status=422))
    else:
        area = places.area_at(point.longitude, point.latitude)
        if area is None and places.edition():
            raise Refused(Refusal("proposals.no_such_place", status=422))
    row.area_id = area.id if area else None


def _version(row: Proposal) -> Version:
    return Version.objects.get(proposal=row, number=row.version)


def _write_over(version: Version, writing: Writing, now: datetime) -> None:
    version.title, version.text, version.language, version.at = writing.title, writing.text, writing.language, now
    version.excerpt = excerpt(writing.text)
    version.save()
