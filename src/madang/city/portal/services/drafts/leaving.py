"""Drafts go: thrown away and taken back, run out, forgotten with their owner."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from madang.city.kernel import clock
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.kernel.text import localised
from madang.city.kernel.text.languages import language_code
from madang.city.notices import services as notices
from madang.city.people import queries as people
from madang.city.portal.models import Draft, Upload
from madang.city.portal.queries.cases.loading import definition_of
from madang.city.portal.rules import drafts as rules
from madang.city.portal.services.uploads import forget_files

BATCH = 500
LANGUAGES = ("en", "ko", "zh")


@transaction.atomic
def delete(*, draft_id: int, now: datetime) -> None:
    """Throw a draft away; for a day it can be taken back. Raises Refused once it was sent."""
    if not Draft.objects.filter(pk=draft_id, case=None, deleted_at=None).update(deleted_at=now):
        raise Refused(Refusal("portal.draft_sent"))


@transaction.atomic
def undo(*, public_id: Any, resident_id: int | None, staff_id: int | None, now: datetime) -> None:
    """Take a draft back that was thrown away. Raises Refused if it is too late, or another one was begun meanwhile."""
    since = now - timedelta(hours=rules.UNDO_HOURS)
    owner = Q(entered_by_id=staff_id) if staff_id else Q(resident_id=resident_id, entered_by=None)
    try:
        with transaction.atomic():
            found = Draft.objects.filter(owner, public_id=public_id, case=None, deleted_at__gt=since).update(deleted_at=None)
    except IntegrityError:
        raise Refused(Refusal("portal.draft_begun_again")) from None
    if not found:
        raise Refused(rules.UNKNOWN)


def expire(*, now: datetime) -> int:
    """Remind of drafts that run out in a week; remove those that have run out or were thrown away a day ago. Return how many."""
    today = clock.today(now)
    soon = today + timedelta(days=rules.REMIND_DAYS)
    waiting = Draft.objects.filter(case=None, deleted_at=None, entered_by=None, reminded_at=None)
    for draft in waiting.filter(expires_on__gt=today, expires_on__lte=soon).exclude(resident=None).order_by("pk")[:BATCH]:
        _remind(draft, now)
    over = Q(expires_on__lte=today) | Q(deleted_at__lte=now - timedelta(hours=rules.UNDO_HOURS))
    gone = list(Draft.objects.filter(over, case=None).order_by("pk").values_list("pk", flat=True)[:BATCH])
    _remove(gone)
    return len(gone)


class DraftsHeld:
    """What drafts hold about a person: told on request, gone with the account."""

    name = "portal-drafts"

    def collect(self, resident_id: int) -> list[Mapping[str, Any]]:
        """Return the drafts with everything typed into them."""
        rows = Draft.objects.select_related("service").filter(resident_id=resident_id, case=None).order_by("pk")
        return [
            {
                "service": row.service.slug,
                "begun_at": row.created_at.isoformat(),
                "answers": row.answers,
                "typed": row.typed,
                "files": [one.name for one in row.uploads.order_by("pk")],
            }
            for row in rows
        ]

    def objection(self, resident_id: int) -> Refusal | None:
        """Return nothing: a draft never keeps anybody."""
        return None

    def forget(self, resident_id: int, now: datetime) -> None:
        """Remove all drafts and their files."""
        _remove(list(Draft.objects.filter(resident_id=resident_id).values_list("pk", flat=True)))


@transaction.atomic
def _remove(draft_ids: Collection[int]) -> None:
    forget_files(list(Upload.objects.filter(draft_id__in=draft_ids)))
    Draft.objects.filter(pk__in=draft_ids).delete()


@transaction.atomic
def _remind(draft: Draft, now: datetime) -> None:
    account_id = people.account_of(draft.resident_id or 0)
    if account_id is None or not Draft.objects.filter(pk=draft.pk, reminded_at=None).update(reminded_at=now):
        return
    titles = definition_of(draft.version_id).title
    subject, body = {}, {}
    for key in LANGUAGES:
        with translation.override(language_code(key)):
            told = {"title": localised(titles, key), "days": (draft.expires_on - clock.today(now)).days}
            subject[key] = _("Your application is not sent yet: %(title)s") % told
            body[key] = (
                _(
                    "What you filled in for “%(title)s” is kept for %(days)s more days. Go on before then, or it is deleted; "
                    "you could then start again."
                )
                % told
            )
    notices.send(
        to_account=account_id,
        kind="portal.draft_runs_out",
        subject=subject,
        body=body,
        link=reverse("portal:draft", args=[draft.public_id]),
        about=f"draft:{draft.pk}",
        key=f"draft:{draft.pk}:{draft.expires_on}",
        now=now,
    )
