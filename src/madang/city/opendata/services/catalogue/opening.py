"""Open data sets to everybody, and take them back."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from madang.city.journal import services as journal
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.opendata.models import Dataset
from madang.city.opendata.rules.states import DatasetState
from madang.city.people.rules import Actor


@transaction.atomic
def open_dataset(*, slug: str, by: Actor, now: datetime) -> None:
    """Open a draft that has a published table, or links. Raises Refused for one with nothing in it."""
    row = _locked(slug)
    if row.state == DatasetState.PUBLISHED.value:
        return
    if row.current_id is None and not row.links.exists():
        raise Refused(Refusal("opendata.nothing_to_open"))
    row.state, row.published_at, row.changed_at = DatasetState.PUBLISHED.value, row.published_at or now, now
    row.withdrawn_reason = {}
    row.save(update_fields=["state", "published_at", "changed_at", "withdrawn_reason"])
    _note("opened", row, by, now)


@transaction.atomic
def withdraw_dataset(*, slug: str, reason: Mapping[str, str], by: Actor, now: datetime) -> None:
    """Take a data set back: its page stays and says why; its rows are no longer handed out. Raises Refused."""
    row = _locked(slug)
    if row.state == DatasetState.WITHDRAWN.value:
        raise Refused(Refusal("opendata.already_withdrawn"))
    told = {lang: text.strip() for lang, text in reason.items() if text.strip()}
    if not told:
        raise Refused(Refusal("opendata.say_why_withdrawn", status=422))
    row.state, row.withdrawn_reason, row.changed_at = DatasetState.WITHDRAWN.value, told, now
    row.save(update_fields=["state", "withdrawn_reason", "changed_at"])
    _note("took-back", row, by, now)


@transaction.atomic
def restore_dataset(*, slug: str, by: Actor, now: datetime) -> None:
    """Put a data set back that was taken back: public if it has something to show, else a draft. Raises Refused."""
    row = _locked(slug)
    if row.state != DatasetState.WITHDRAWN.value:
        raise Refused(Refusal("opendata.not_withdrawn"))
    has_rows = row.current_id is not None or row.links.exists()
    row.state = (DatasetState.PUBLISHED if has_rows else DatasetState.DRAFT).value
    row.withdrawn_reason, row.changed_at = {}, now
    row.save(update_fields=["state", "withdrawn_reason", "changed_at"])
    _note("put-back", row, by, now)


def _locked(slug: str) -> Dataset:
    row = Dataset.objects.select_for_update().filter(slug=slug).first()
    if row is None:
        raise Refused(Refusal("opendata.no_dataset", {"slug": slug[:120]}, status=404))
    return row


def _note(verb: str, row: Dataset, by: Actor, now: datetime) -> None:
    journal.note(verb=verb, about=f"dataset:{row.public_id}", actor=str(by), at=now)
