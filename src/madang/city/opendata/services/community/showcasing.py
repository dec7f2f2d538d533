"""Show what was made of the data, once an editor has looked."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from madang.city.journal import services as journal
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.opendata.models import Dataset, Showcase
from madang.city.opendata.queries.catalogue import is_public
from madang.city.opendata.rules import community as rules
from madang.city.opendata.rules.states import Fate
from madang.city.people.rules import Viewer

MOST_DATASETS = 20


@transaction.atomic
def propose_showcase(
    *, title: str, text: str, url: str, maker: str, language: str, datasets: Sequence[str], by: Viewer, now: datetime
) -> UUID:
    """Propose something that was made of public data sets; returns its id. Raises Refused, naming an unknown data set."""
    slugs = list(dict.fromkeys(slug for slug in datasets if slug))[:MOST_DATASETS]
    if reason := rules.why_not_show(by, title, text, url, len(slugs)):
        raise Refused(reason)
    found = {row.slug: row for row in Dataset.objects.filter(is_public(now), slug__in=slugs)}
    if missing := next((slug for slug in slugs if slug not in found), None):
        raise Refused(Refusal("opendata.unknown_dataset", {"slug": missing[:120]}, status=422))
    row = Showcase.objects.create(
        title=title.strip(), text=text.strip(), url=url, maker=maker.strip()[:200], language=language,
        proposer_id=by.resident_id, made_at=now,
    )  # fmt: skip
    row.datasets.set(found.values())
    _note("proposed-showcase", row, str(by.as_resident), now)
    return row.public_id


@transaction.atomic
def judge_showcase(*, public_id: UUID, accepted: bool, by: Viewer, now: datetime) -> None:
    """Show a proposed use to everybody, or not; an editor may change their mind. Raises Refused."""
    if reason := rules.why_not_edit(by):
        raise Refused(reason)
    row = Showcase.objects.select_for_update().filter(public_id=public_id).first()
    if row is None:
        raise Refused(Refusal("opendata.no_showcase", status=404))
    row.state, row.answered_at = (Fate.ACCEPTED if accepted else Fate.DECLINED).value, now
    row.save(update_fields=["state", "answered_at"])
    _note("judged-showcase", row, str(by.actor), now)


def _note(verb: str, row: Showcase, actor: str, now: datetime) -> None:
    journal.note(verb=verb, about=f"showcase:{row.public_id}", actor=actor, at=now, details={"state": row.state})
