"""Read notices, deliveries and wishes."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core import signing
from django.db.models import Count, Q

from madang.city.kernel.paging import Page, keyset
from madang.city.kernel.registries import notice_kinds
from madang.city.kernel.registries.notice_kinds import Audience
from madang.city.notices import rules
from madang.city.notices.channels import channels
from madang.city.notices.models import Delivery, Notice, Preference, PushSubscription

PAGE_SIZE = 25
SALT = "notices.unsubscribe"


@dataclass(frozen=True, slots=True)
class NoticeView:
    """A notice as its receiver sees it; texts by language."""

    slug: str
    kind: str
    subject: Mapping[str, str]
    body: Mapping[str, str]
    link: str
    created_at: datetime
    is_read: bool


@dataclass(frozen=True, slots=True)
class Wish:
    """Whether somebody gets a kind of notice through a channel, and whether they said so themselves."""

    channel: str
    label: Any
    wanted: bool
    fixed: bool


@dataclass(frozen=True, slots=True)
class KindWishes:
    """The channels of one kind of notice."""

    kind: str
    label: Any
    wishes: tuple[Wish, ...]


@dataclass(frozen=True, slots=True)
class Browser:
    """A browser that was subscribed."""

    slug: str
    label: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class FailedDelivery:
    """A delivery that was given up: for whom it was stays out of the list."""

    token: str
    kind: str
    channel: str
    channel_label: Any
    about: str
    created_at: datetime
    tries: int
    reason: str


def inbox(account_id: int, *, unread_only: bool = False, cursor: str | None = None, size: int = PAGE_SIZE) -> Page[NoticeView]:
    """Return one page of a person's inbox, newest first. Raises BadCursor."""
    rows = Notice.objects.filter(account_id=account_id, in_inbox=True)
    rows = rows.filter(read_at=None) if unread_only else rows
    return keyset(rows, order=("-id",), cursor=cursor, size=size, make=_view)


def unread_count(account_id: int) -> int:
    """Return how many notices a person has not read."""
    return Notice.objects.filter(account_id=account_id, in_inbox=True, read_at=None).count()


def newest(account_id: int, *, limit: int = 3) -> list[NoticeView]:
    """Return a person's newest notices, for the home page."""
    return [_view(row) for row in Notice.objects.filter(account_id=account_id, in_inbox=True).order_by("-id")[:limit]]


def notice(account_id: int, slug: str) -> NoticeView | None:
    """Return one notice of a person; None if there is none of theirs by that name."""
    row = Notice.objects.filter(account_id=account_id, slug=slug, in_inbox=True).first()
    return _view(row) if row else None


def wishes(account_id: int, audiences: Collection[Audience]) -> list[KindWishes]:
    """Return, for every kind meant for one of the audiences and every channel, whether a person gets it."""
    said = {(kind, channel): wanted for kind, channel, wanted in _said(account_id)}
    reached = {name for name, channel in channels().items() if name == "webpush" and channel.targets(account_id)}
    found = []
    offered = [kind for kind in notice_kinds.kinds().values() if kind.audience in audiences]
    for kind in sorted(offered, key=lambda one: one.name):
        mine = {channel: wanted for (name, channel), wanted in said.items() if name == kind.name}
        found.append(
            KindWishes(
                kind.name,
                kind.label,
                tuple(
                    Wish(
                        name,
                        channel.label,
                        rules.wants(name, defaults=kind.default_channels, wishes=mine, reached=reached),
                        channel.immediate,
                    )
                    for name, channel in channels().items()
                ),
            )
        )
    return found


def browsers(account_id: int) -> list[Browser]:
    """Return the browsers that a person subscribed, newest first."""
    rows = PushSubscription.objects.filter(account_id=account_id, gone_at=None).order_by("-id")
    return [Browser(row.slug, row.label, row.created_at) for row in rows]


def deliveries_by_state() -> dict[str, int]:
    """Return how many deliveries stand in each state that is not ``sent``."""
    rows = Delivery.objects.filter(~Q(state=rules.State.SENT)).values_list("state").annotate(number=Count("id"))
    return dict(rows)


def failed_deliveries(*, cursor: str | None = None, size: int = PAGE_SIZE) -> Page[FailedDelivery]:
    """Return one page of the deliveries that were given up, newest first. Raises BadCursor."""
    rows = Delivery.objects.filter(state=rules.State.FAILED).select_related("notice")
    return keyset(rows, order=("-id",), cursor=cursor, size=size, make=_failed)


def delivery_by_token(token: str) -> int | None:
    """Return the delivery that a page's token stands for; None if the token was not made here."""
    try:
        return int(signing.loads(token, salt="notices.delivery"))
    except (signing.BadSignature, ValueError, TypeError):
        return None


def unsubscribe_token(slug: str, channel: str) -> str:
    """Return what stands in a mail's unsubscribe link: which notice and channel, signed."""
    return signing.Signer(salt=SALT).sign(f"{slug}.{channel}")


def unsubscribed_by(token: str) -> tuple[str, str, str] | None:
    """Return (slug, kind, channel) of an unsubscribe link; None if it was not made here or its notice is gone."""
    try:
        slug, _, channel = signing.Signer(salt=SALT).unsign(token).rpartition(".")
    except signing.BadSignature:
        return None
    kind = Notice.objects.filter(slug=slug).values_list("kind", flat=True).first()
    return (slug, kind, channel) if kind else None


def _said(account_id: int) -> list[tuple[str, str, bool]]:
    return list(Preference.objects.filter(account_id=account_id).values_list("kind", "channel", "wanted"))


def _view(row: Notice) -> NoticeView:
    return NoticeView(row.slug, row.kind, row.subject, row.body, row.link, row.created_at, row.read_at is not None)


def _failed(row: Delivery) -> FailedDelivery:
    return FailedDelivery(
        token=signing.dumps(row.pk, salt="notices.delivery"),
        kind=row.notice.kind,
        channel=row.channel,
        channel_label=channels()[row.channel].label,
        about=row.notice.about,
        created_at=row.notice.created_at,
        tries=row.tries,
        reason=row.reason,
    )
