"""Publish versions, hold them back until an embargo ends, take them back."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Q

from madang.city.journal import services as journal
from madang.city.kernel.jobs import enqueue
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.opendata.models import Dataset, Version
from madang.city.opendata.rules import versions as rules
from madang.city.opendata.rules.access import is_system
from madang.city.opendata.rules.states import DatasetState, VersionState
from madang.city.opendata.services import catalogue, gate
from madang.city.opendata.services.versions import telling
from madang.city.people.rules import SYSTEM, Actor


@transaction.atomic
def publish(*, version_id: UUID, by: Actor, now: datetime, note: Mapping[str, str] | None = None) -> int | None:
    """Make a version public, its data set too; return its number. Pressed twice it is published once.

    Under an embargo it is published when that ends, by the job opendata.release; None is returned until then. The very rows of
    the present version are refused to people; where the platform itself repeats them, the version is thrown away, the present
    one counts as confirmed now, and its number is returned.
    note  what is new, by language; None leaves what was said when the file came
    Raises Refused for a version that is not ready, undecided at the gate, or of a data set that was taken back.
    """
    dataset, version = _locked(version_id)
    if reason := rules.why_not_publish(version.state, dataset.state):
        raise Refused(reason)
    if version.state == VersionState.PUBLISHED:
        return version.number
    if reason := gate.why_not_publish(version_id):
        raise Refused(reason)
    if note is not None:
        version.note = {lang: text.strip() for lang, text in note.items() if text.strip()}
    if rules.is_held_back(dataset.embargo_until, now):
        _hold(dataset, version, by, now)
        return None
    if dataset.current is not None and dataset.current.table_id == version.table_id:
        return _confirm(dataset, version, by, now)
    return _publish(dataset, version, by, now)


def release(*, now: datetime) -> int:
    """Publish what waited for the end of an embargo; return how many. One that cannot be published any more waits on."""
    over = Q(dataset__embargo_until=None) | Q(dataset__embargo_until__lte=now)
    waiting = Version.objects.filter(over, state=VersionState.AT_GATE.value).exclude(published_by="").order_by("pk")
    count = 0
    for public_id in list(waiting.values_list("public_id", flat=True)):
        try:
            with transaction.atomic():
                publish(version_id=public_id, by=SYSTEM, now=now)
                telling.tell_maker(Version.objects.select_related("dataset").get(public_id=public_id), "released", now=now)
        except Refused:
            continue
        count += 1
    _end_embargoes(now)
    return count


@transaction.atomic
def _end_embargoes(now: datetime) -> None:
    """Write down that embargoes are over, so that catalogues elsewhere see those data sets as changed on that day."""
    over = list(Dataset.objects.select_for_update().filter(embargo_until__lte=now))
    for row in over:
        row.embargo_until, row.changed_at = None, now
        row.save(update_fields=["embargo_until", "changed_at"])
        catalogue.refresh(slug=row.slug, now=now)


@transaction.atomic
def withdraw(*, version_id: UUID, reason: Mapping[str, str], by: Actor, now: datetime) -> None:
    """Take a public version back, as where it told what it must not: its rows go, its number and the reason stay.

    The newest of the others becomes the present one; a data set that has none left and no links becomes a draft. Twice is once.
    Raises Refused for a version that is not public, or where no reason is given.
    """
    dataset, version = _locked(version_id)
    if version.state == VersionState.DISCARDED and version.number is not None:
        return
    if version.state != VersionState.PUBLISHED:
        raise Refused(Refusal("opendata.version_not_public"))
    told = {lang: text.strip() for lang, text in reason.items() if text.strip()}
    if not told:
        raise Refused(Refusal("opendata.say_why_version", status=422))
    version.state, version.problem = VersionState.DISCARDED.value, {"key": "withdrawn", "why": told}
    version.table = version.original = None
    version.save()
    others = Version.objects.filter(dataset=dataset, state=VersionState.PUBLISHED.value)
    if dataset.current_id == version.pk:
        dataset.current = others.order_by("-number").first()
    if dataset.current is None and not dataset.links.exists() and dataset.state == DatasetState.PUBLISHED:
        dataset.state = DatasetState.DRAFT.value
    dataset.changed_at = now
    dataset.save(update_fields=["current", "state", "changed_at"])
    catalogue.refresh(slug=dataset.slug, now=now)
    enqueue("opendata.sweep", key="opendata.sweep")
    _note("withdrew-version", dataset, version, by, now)


def _publish(dataset: Dataset, version: Version, by: Actor, now: datetime) -> int:
    before = dataset.current
    number = (Version.objects.filter(dataset=dataset).aggregate(n=Max("number"))["n"] or 0) + 1
    if before is None or version.before_id != before.pk:
        version.before, version.change = before, {}
    version.state, version.number = VersionState.PUBLISHED.value, number
    version.published_by, version.published_at = version.published_by or str(by), now
    version.save()
    dataset.current, dataset.data_changed_at, dataset.changed_at = version, now, now
    dataset.published_at = dataset.published_at or now
    dataset.state = DatasetState.PUBLISHED.value
    dataset.save(update_fields=["current", "data_changed_at", "changed_at", "published_at", "state"])
    catalogue.refresh(slug=dataset.slug, now=now)
    enqueue("opendata.settle_version", key=f"opendata.settle:{version.pk}", version_id=version.pk)
    _note("published-version", dataset, version, by, now)
    return number


def _hold(dataset: Dataset, version: Version, by: Actor, now: datetime) -> None:
    if not version.published_by:
        version.published_by = str(by)
        _note("scheduled-version", dataset, version, by, now)
    version.save(update_fields=["published_by", "note"])
    enqueue("opendata.release", key=f"opendata.release:{version.pk}", run_at=dataset.embargo_until)


def _confirm(dataset: Dataset, version: Version, by: Actor, now: datetime) -> int:
    current = dataset.current
    number = current.number if current is not None else None
    if number is None or not is_system(by):
        raise Refused(Refusal("opendata.same_rows", {"number": number}))
    version.state = VersionState.DISCARDED.value
    version.save(update_fields=["state"])
    dataset.data_changed_at = now
    dataset.save(update_fields=["data_changed_at"])
    catalogue.refresh(slug=dataset.slug, now=now)
    _note("confirmed-version", dataset, version, by, now)
    return number


def _locked(version_id: UUID) -> tuple[Dataset, Version]:
    """Return the rows, the data set locked first, so that two versions of one data set are published one after the other."""
    slug_of = Version.objects.filter(public_id=version_id).values_list("dataset", flat=True).first()
    if slug_of is None:
        raise Refused(Refusal("opendata.no_such_version", status=404))
    dataset = Dataset.objects.select_for_update(of=("self",)).select_related("current").get(pk=slug_of)
    return dataset, Version.objects.select_for_update(of=("self",)).select_related("table").get(public_id=version_id)


def _note(verb: str, dataset: Dataset, version: Version, by: Actor, now: datetime) -> None:
    details = {"version": str(version.public_id), "number": version.number or 0}
    journal.note(verb=verb, about=f"dataset:{dataset.public_id}", actor=str(by), at=now, details=details)
