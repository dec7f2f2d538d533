"""Keep what people want to get where, and the browsers that they subscribed."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from madang.city.journal import services as journal
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.kernel.registries import notice_kinds
from madang.city.notices import rules
from madang.city.notices.channels import channels
from madang.city.notices.models import Notice, Preference, PushSubscription


@transaction.atomic
def save_wishes(*, account_id: int, wishes: Mapping[tuple[str, str], bool], now: datetime) -> None:
    """Keep a person's word by (kind, channel). Raises ValueError for a kind or channel that nobody offers."""
    for (kind, channel), wanted in wishes.items():
        if kind not in notice_kinds.kinds() or channel not in channels() or channels()[channel].immediate:
            raise ValueError(f"nobody offers {kind!r} through {channel!r}")
        Preference.objects.update_or_create(
            account_id=account_id, kind=kind, channel=channel, defaults={"wanted": wanted, "changed_at": now}
        )


@transaction.atomic
def stop(*, slug: str, channel: str, now: datetime) -> None:
    """End notices of a kind on a channel for the receiver of one of them. Safe to do twice."""
    notice = Notice.objects.filter(slug=slug).first()
    if notice is None:
        raise Refused(Refusal("notices.unknown", status=404))
    save_wishes(account_id=notice.account_id, wishes={(notice.kind, channel): False}, now=now)
    actor = f"account:{notice.account_id}"
    journal.note(verb="unsubscribed", about=actor, actor=actor, at=now, details={"kind": notice.kind, "channel": channel})


@transaction.atomic
def subscribe(*, account_id: int, endpoint: str, p256dh: str, auth: str, label: str, now: datetime) -> str:
    """Subscribe a browser and return its name. A browser that changes hands belongs to whoever subscribes last.

    Raises Refused for an endpoint that is no known push service, or keys that are none.
    """
    if fault := rules.why_not_subscription(endpoint, p256dh, auth):
        raise Refused(Refusal(f"notices.push_{fault}", status=422))
    row, _ = PushSubscription.objects.update_or_create(
        endpoint=endpoint,
        defaults={"p256dh": p256dh, "auth": auth, "account_id": account_id, "label": label[:120], "gone_at": None},
        create_defaults={
            "p256dh": p256dh,
            "auth": auth,
            "account_id": account_id,
            "label": label[:120],
            "created_at": now,
        },
    )
    return row.slug


def end_subscription(*, account_id: int, slug: str) -> None:
    """Forget a browser of the account. Raises Refused if it has no such one."""
    gone, _ = PushSubscription.objects.filter(account_id=account_id, slug=slug).delete()
    if not gone:
        raise Refused(Refusal("notices.unknown", status=404))
