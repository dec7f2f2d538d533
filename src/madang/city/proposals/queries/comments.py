"""What stands under a proposal: threads of comments, each with its replies, a page of threads at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from madang.city.kernel.paging import Page, keyset
from madang.city.people.rules import Viewer
from madang.city.proposals.models import Comment, CommentTranslation, Helpful
from madang.city.proposals.queries.loading import duties_of, visible
from madang.city.proposals.rules import comments as rules
from madang.city.proposals.rules import text as texts
from madang.city.proposals.rules.comments import Facts, Order, Side, Standing, TranslatedBy
from madang.city.proposals.rules.links import page_of
from madang.city.proposals.rules.settings import Duty

THREADS = 20
MOST_REPLIES = 200
_ORDERS = {Order.HELPFUL: ("-score", "-id"), Order.NEWEST: ("-id",)}


@dataclass(frozen=True, slots=True)
class Translation:
    """A comment in another language, by a person or a machine; out of date where the comment was changed since."""

    language: str
    by: TranslatedBy
    engine: str
    html: str
    is_out_of_date: bool


@dataclass(frozen=True, slots=True)
class CommentView:
    """A comment as one viewer reads it.

    html        "" where it is not to be read: deleted, hidden, or waiting (its author and moderators read it still)
    hidden_for  one of the four reasons, "" if it is not hidden
    said        whether the viewer finds it helpful, None if they have not said
    replies     in the same order as threads, as deep as threads go
    """

    public_id: UUID
    side: Side
    byline: str
    html: str
    language: str
    written_at: datetime
    edited_at: datetime | None
    standing: Standing
    hidden_for: str
    helpful: int
    unhelpful: int
    depth: int
    is_own: bool
    may_edit: bool
    said: bool | None
    translations: tuple[Translation, ...]
    replies: tuple["CommentView", ...] = ()


@dataclass(frozen=True, slots=True)
class Eyes:
    """With whose eyes comments are read."""

    viewer: Viewer
    now: datetime
    order: Order
    is_moderator: bool
    said: Mapping[int, bool]
    translations: Mapping[int, Sequence[CommentTranslation]]


def threads(
    reference: str,
    viewer: Viewer,
    *,
    now: datetime,
    order: Order = Order.HELPFUL,
    side: Side | None = None,
    cursor: str | None = None,
) -> Page[CommentView]:
    """Return a page of the threads under a proposal, each with its replies, in six queries however many there are.

    order  by helpfulness (the Wilson bound), or newest first
    side   only threads that are for, against, or questions

    Raises Refused for a proposal that the viewer may not see, BadCursor for a cursor of another list.
    """
    rows = Comment.objects.filter(proposal=visible(reference, viewer), parent=None)
    rows = rows.filter(side=side.value) if side else rows
    found = keyset(rows, order=_ORDERS[order], cursor=cursor, size=THREADS, make=lambda row: row)
    below = list(Comment.objects.filter(thread__in=[row.pk for row in found.rows]).order_by("id")[: THREADS * MOST_REPLIES])
    eyes = _eyes(viewer, now, order, [row.pk for row in (*found.rows, *below)])
    children: dict[int, list[Comment]] = {}
    for row in below:
        children.setdefault(row.parent_id or 0, []).append(row)
    return Page(tuple(_whole(row, children, eyes) for row in found.rows), found.next_cursor)


def counts(reference: str, viewer: Viewer) -> dict[Side, int]:
    """Return how many comments can be read under a proposal, by side."""
    shown = Comment.objects.filter(proposal=visible(reference, viewer), standing=Standing.SHOWN.value)
    sides = list(shown.values_list("side", flat=True))
    return {side: sides.count(side.value) for side in Side}


def facts_of(row: Comment, viewer: Viewer | None) -> Facts:
    """Return a comment as the rules see it."""
    is_own = viewer is not None and viewer.resident_id is not None and row.author_id == viewer.resident_id
    return Facts(Standing(row.standing), is_own, row.depth, row.written_at)


def page_of_comment(row: Comment) -> str:
    """Return the address at which a comment stands."""
    return f"{page_of(row.proposal.reference)}#comment-{row.public_id}"


def _eyes(viewer: Viewer, now: datetime, order: Order, ids: Sequence[int]) -> Eyes:
    said = dict(Helpful.objects.filter(comment__in=ids, resident=viewer.resident_id).values_list("comment_id", "is_helpful"))
    translations: dict[int, list[CommentTranslation]] = {}
    for row in CommentTranslation.objects.filter(comment__in=ids).order_by("language", "by"):
        translations.setdefault(row.comment_id, []).append(row)
    is_moderator = Duty.MODERATOR in duties_of(viewer)
    return Eyes(viewer, now, order, is_moderator, said if viewer.resident_id is not None else {}, translations)


def _whole(row: Comment, children: Mapping[int, list[Comment]], eyes: Eyes) -> CommentView:
    key = (lambda one: (-one.score, -one.pk)) if eyes.order is Order.HELPFUL else (lambda one: -one.pk)
    replies = sorted(children.get(row.pk, []), key=key)
    return replace(_view(row, eyes), replies=tuple(_whole(one, children, eyes) for one in replies))


def _view(row: Comment, eyes: Eyes) -> CommentView:
    facts = facts_of(row, eyes.viewer)
    is_read = facts.standing is Standing.SHOWN or (facts.standing is not Standing.DELETED and (facts.is_own or eyes.is_moderator))
    return CommentView(
        public_id=row.public_id,
        side=Side(row.side),
        byline=row.byline if is_read else "",
        html=texts.as_html(row.text) if is_read else "",
        language=row.language,
        written_at=row.written_at,
        edited_at=row.edited_at,
        standing=facts.standing,
        hidden_for=row.hidden_for,
        helpful=row.helpful,
        unhelpful=row.unhelpful,
        depth=row.depth,
        is_own=facts.is_own,
        may_edit=rules.why_not_edit(facts, eyes.now) is None,
        said=eyes.said.get(row.pk),
        translations=tuple(_translation(one, row) for one in eyes.translations.get(row.pk, ())) if is_read else (),
    )


def _translation(one: CommentTranslation, of: Comment) -> Translation:
    is_old = one.of_edit < (of.edited_at or of.written_at)
    return Translation(one.language, TranslatedBy(one.by), one.engine, texts.as_html(one.text), is_old)
