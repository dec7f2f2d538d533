"""What spam scoring needs to know of a writer: since when they are here, what they and others wrote of late."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import chain
from typing import Any

from django.db.models import QuerySet

from madang.city.proposals.models import Comment, Version
from madang.city.proposals.rules.life import State
from madang.city.proposals.rules.spam import COMPARED, Circumstances

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)


def circumstances_of(resident_id: int, now: datetime, *, without_comment: int = 0, without_proposal: int = 0) -> Circumstances:
    """Return the circumstances of a text that somebody writes now: comments and published proposals of the
    last day are compared.

    without_comment, without_proposal  the text itself, where it stands in the tables already
    """
    comments = Comment.objects.filter(written_at__gt=now - _DAY).exclude(pk=without_comment).exclude(text="")
    published = Version.objects.filter(at__gt=now - _DAY).exclude(proposal__state=State.DRAFT.value)
    versions = published.exclude(proposal=without_proposal).exclude(text="")
    own_comments = comments.filter(author=resident_id)
    own_versions = versions.filter(proposal__author=resident_id)
    return Circumstances(
        account_age=account_age(resident_id, now),
        last_hour=own_comments.filter(written_at__gt=now - _HOUR).count() + own_versions.filter(at__gt=now - _HOUR).count(),
        own=_texts(_latest(own_comments, "written_at"), _latest(own_versions, "at")),
        others=_texts(
            _latest(comments.exclude(author=resident_id), "written_at"),
            _latest(versions.exclude(proposal__author=resident_id), "at"),
        ),
    )


def _latest(rows: QuerySet[Any], at: str) -> Iterable[tuple[datetime, str]]:
    return rows.order_by(f"-{at}").values_list(at, "text")[:COMPARED]


def account_age(resident_id: int, now: datetime) -> timedelta:
    """Return for how long a resident has had an account. Raises TypeError for nobody."""
    author = Comment(author_id=resident_id).author
    if author is None:
        raise TypeError("only residents write")
    return now - author.account.date_joined


def _texts(*found: Iterable[tuple[datetime, str]]) -> tuple[str, ...]:
    """Return the latest texts of several lists, newest first."""
    latest = sorted(chain.from_iterable(found), key=lambda pair: pair[0], reverse=True)
    return tuple(text for _, text in latest[:COMPARED])
