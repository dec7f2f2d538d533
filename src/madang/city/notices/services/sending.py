"""Send a notice: rows and jobs in the sender's own transaction, so that it goes out if and only if the change is saved."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from madang.city.kernel.jobs import enqueue
from madang.city.kernel.registries import notice_kinds
from madang.city.notices import rules
from madang.city.notices.channels import channels
from madang.city.notices.models import Delivery, Notice, Preference


class UnknownKind(LookupError):
    """Raised for a kind of notice that no system registered."""


@transaction.atomic
def send(
    *,
    to_account: int,
    kind: str,
    subject: Mapping[str, str],
    body: Mapping[str, str],
    about: str,
    key: str,
    now: datetime,
    link: str = "",
) -> bool:
    """Tell somebody something, once for each ``key``; return False where that was done before.

    kind           a registered kind; it and the person's wishes choose the channels
    subject, body  texts by language (en, ko, zh); paragraphs are parted by an empty line
    link           an address of this site, such as ``/cases/MD-7K3F-92``
    about          what it concerns, such as ``case:17``

    Raises UnknownKind for a kind nobody registered, ValueError for a text or link that cannot be, or a key of somebody else.
    """
    known = notice_kinds.kinds().get(kind)
    if known is None:
        raise UnknownKind(f"no system registers the kind {kind!r}: add NoticeKind({kind!r}, ...) in its apps.py")
    if reason := rules.why_not_link(link) or ("" if any(subject.values()) else f"notice {key!r} has no subject"):
        raise ValueError(reason)
    held = {"subject": dict(subject), "body": dict(body), "link": link, "about": about}
    told = {"account_id": to_account, "kind": kind, "created_at": now, "in_inbox": "inbox" in known.default_channels}
    notice, is_new = Notice.objects.get_or_create(key=key, defaults=held | told)
    if not is_new:
        if notice.account_id != to_account:
            raise ValueError(f"the notice key {key!r} was used for another account: put the account into the key")
        return False
    _add_deliveries(notice, known.default_channels, now)
    return True


def _add_deliveries(notice: Notice, defaults: tuple[str, ...], now: datetime) -> None:
    wishes = dict(Preference.objects.filter(account=notice.account_id, kind=notice.kind).values_list("channel", "wanted"))
    for name, channel in channels().items():
        reached = {"webpush"} if name == "webpush" else set()
        if not rules.wants(name, defaults=defaults, wishes=wishes, reached=reached):
            continue
        for target in channel.targets(notice.account_id):
            delivery = Delivery.objects.create(
                notice=notice,
                channel=name,
                target=target,
                due_at=now,
                state=rules.State.SENT if channel.immediate else rules.State.WAITING,
                sent_at=now if channel.immediate else None,
            )
            if not channel.immediate:
                enqueue("notices.deliver", delivery_id=delivery.pk, key=f"notices.deliver:{delivery.pk}")
