"""Mark notices as read."""

from datetime import datetime

from madang.city.notices.models import Notice


def mark_read(*, account_id: int, slugs: list[str], now: datetime) -> int:
    """Mark some of a person's notices as read; return how many were not before. Those of others are left alone."""
    return Notice.objects.filter(account_id=account_id, slug__in=slugs, read_at=None).update(read_at=now)


def mark_all_read(*, account_id: int, now: datetime) -> int:
    """Mark all of a person's notices as read; return how many were not before."""
    return Notice.objects.filter(account_id=account_id, in_inbox=True, read_at=None).update(read_at=now)
