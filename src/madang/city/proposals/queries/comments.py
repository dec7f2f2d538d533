"""What stands under a proposal or a vote: threads of comments, each with its replies, a page of threads at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Count, F, OuterRef, QuerySet, Subquery, Value, Window
from django.db.models.functions import Coalesce, JSONObject

from madang.city.kernel.paging import Page, keyset
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.people.rules import Viewer
from madang.city.proposals.models import Comment, CommentTranslation, Helpful
from madang.city.proposals.queries.loading import duties_of
from madang.city.proposals.queries.settings import settings
from madang.city.proposals.queries.subjects import columns, subject
from madang.city.proposals.rules import comments as rules
from madang.city.proposals.rules import text as texts
from madang.city.proposals.rules.comments import Facts, Order, Side, Standing, TranslatedBy
from madang.city.proposals.rules.settings import DEFAULTS, Duty
from madang.city.proposals.rules.subjects import Subject, SubjectKind, why_not_discuss

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

    is_read     whether the viewer reads it: what is hidden or waits its author and moderators read still
    html, text  its words, and their Markdown; "" where it is not read
    hidden_for  one of the four reasons, "" if it is not hidden
    may_reply   whether the thread goes on below it
    said        whether the viewer finds it helpful, None if they have not said
    replies     in the same order as threads, as deep as threads go
    """

    public_id: UUID
    side: Side
    byline: str
    is_read: bool
    html: str
    text: str
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
    may_reply: bool
    said: bool | None
    translations: tuple[Translation, ...]
    replies: tuple["CommentView", ...] = ()


@dataclass(frozen=True, slots=True)
class Discussion:
    """What stands under something, as one viewer reads it.

    is_over  nobody may add a word any more
    counts   how many comments are shown, by what they are
    refusal  why the viewer may not write, judge and translate here; None where they may
    """

    about: Subject
    is_over: bool
    page: Page[CommentView]
    counts: Mapping[Side, int]
    refusal: Refusal | None

    @property
    def total(self) -> int:
        """Return how many comments are shown."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Eyes:
    """With whose eyes comments are read; ``is_over`` says that nobody may add a word there any more."""

    viewer: Viewer
    now: datetime
    order: Order
    is_over: bool
    is_moderator: bool


@dataclass(frozen=True, slots=True)
class Opening:
    """The comment that begins a thread, as everybody reads it."""

    public_id: UUID
    side: Side
    byline: str
    text: str
    language: str


def discussion(
    reference: str,
    viewer: Viewer,
    *,
    now: datetime,
    kind: SubjectKind = SubjectKind.PROPOSAL,
    order: Order = Order.HELPFUL,
    side: Side | None = None,
    cursor: str | None = None,
) -> Discussion:
    """Return a page of the threads under something, each with its replies, at the same cost however many there are.

    order  by helpfulness (the Wilson bound), or newest first
    side   only threads that are for, against, or questions

    Raises Refused for what the viewer may not read or nobody discusses, BadCursor for a cursor of another list.
    """
    about = subject(kind, reference, viewer, now=now)
    rows = _as_read(viewer).filter(**columns(about), parent=None)
    rows = rows.filter(side=side.value) if side else rows
    found = keyset(rows, order=_ORDERS[order], cursor=cursor, size=THREADS, make=lambda row: row)
    return _discussion(about, viewer, found, now, order)


def thread(
    reference: str, public_id: UUID, viewer: Viewer, *, now: datetime, kind: SubjectKind = SubjectKind.PROPOSAL
) -> Discussion:
    """Return the one thread in which a comment stands, whole.

    Raises Refused where there is no such comment under the thing, or the viewer may not read that.
    """
    about = subject(kind, reference, viewer, now=now)
    named = Comment.objects.filter(**columns(about), public_id=public_id)
    row = _as_read(viewer).filter(pk__in=named.annotate(first=Coalesce("thread", "pk")).values("first")).first()
    if row is None:
        raise Refused(rules.UNKNOWN)
    return _discussion(about, viewer, Page((row,), None), now, Order.HELPFUL)


def comment(
    reference: str, public_id: UUID, viewer: Viewer, *, now: datetime, kind: SubjectKind = SubjectKind.PROPOSAL
) -> tuple[Discussion, CommentView]:
    """Return a comment with the thread in which it stands. Raises Refused as ``thread`` does."""
    whole = thread(reference, public_id, viewer, now=now, kind=kind)
    for one in _flat(whole.page.rows):
        if one.public_id == public_id:
            return whole, one
    raise Refused(rules.UNKNOWN)


def openings(kind: SubjectKind, reference: str, *, most: int) -> tuple[int, tuple[Opening, ...]]:
    """Return how many comments are shown under something, and the most helpful that begin threads. One query."""
    shown = Comment.objects.filter(**{f"{kind.value}__reference": reference}, standing=Standing.SHOWN.value)
    begins = F("parent").asc(nulls_first=True)
    rows = shown.annotate(total=Window(Count("pk"))).order_by(begins, *_ORDERS[Order.HELPFUL])[:most]
    first = [row for row in rows if row.parent_id is None]
    told = tuple(Opening(row.public_id, Side(row.side), row.byline, row.text, row.language) for row in first)
    return rows[0].total if rows else 0, told


def facts_of(row: Comment, viewer: Viewer | None) -> Facts:
    """Return a comment as the rules see it."""
    is_own = viewer is not None and viewer.resident_id is not None and row.author_id == viewer.resident_id
    return Facts(Standing(row.standing), is_own, row.depth, row.written_at)


def _as_read(viewer: Viewer) -> QuerySet[Comment]:
    """Return comments, each with whether the viewer finds it helpful (``said``) and its translations (``told``)."""
    own = Helpful.objects.filter(comment=OuterRef("pk"), resident=viewer.resident_id)
    said = Subquery(own.values("is_helpful")) if viewer.resident_id is not None else Value(None, BooleanField(null=True))
    translations = CommentTranslation.objects.filter(comment=OuterRef("pk")).order_by("language", "by")
    told = translations.values(told=JSONObject(language="language", by="by", engine="engine", text="text", of_edit="of_edit"))
    return Comment.objects.annotate(said=said, told=ArraySubquery(told))


def _discussion(about: Subject, viewer: Viewer, page: Page[Comment], now: datetime, order: Order) -> Discussion:
    shown = Comment.objects.filter(**columns(about), standing=Standing.SHOWN.value)
    counts = dict(shown.values_list("side").annotate(count=Count("pk")).order_by())
    numbers, is_over = settings() if viewer.resident_id is not None else DEFAULTS, why_not_discuss(about, now=now) is not None
    rows, below = page.rows, _below(page.rows, viewer)
    eyes = Eyes(viewer, now, order, is_over, _is_moderator(viewer, (*rows, *below)))
    children: dict[int, list[Comment]] = {}
    for row in below:
        children.setdefault(row.parent_id or 0, []).append(row)
    return Discussion(
        about=about,
        is_over=is_over,
        page=Page(tuple(_whole(row, children, eyes) for row in rows), page.next_cursor),
        counts={side: counts.get(side.value, 0) for side in Side},
        refusal=rules.why_not_take_part(viewer, numbers, about, now=now),
    )


def _below(rows: Sequence[Comment], viewer: Viewer) -> list[Comment]:
    replies = _as_read(viewer).filter(thread__in=[row.pk for row in rows])
    return list(replies.order_by("id")[: THREADS * MOST_REPLIES])


def _flat(views: Sequence[CommentView]) -> list[CommentView]:
    return [one for view in views for one in (view, *_flat(view.replies))]


def _is_moderator(viewer: Viewer, rows: Sequence[Comment]) -> bool:
    """Return whether a moderator reads; who has no need of a duty to read the rows is not asked for it."""
    is_any_kept_back = any(row.standing in {Standing.WAITING, Standing.HIDDEN} for row in rows)
    return is_any_kept_back and Duty.MODERATOR in duties_of(viewer)


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
        is_read=is_read,
        html=texts.as_html(row.text) if is_read else "",
        text=row.text if is_read else "",
        language=row.language,
        written_at=row.written_at,
        edited_at=row.edited_at,
        standing=facts.standing,
        hidden_for=row.hidden_for,
        helpful=row.helpful,
        unhelpful=row.unhelpful,
        depth=row.depth,
        is_own=facts.is_own,
        may_edit=not eyes.is_over and rules.why_not_edit(facts, eyes.now) is None,
        may_reply=not eyes.is_over and rules.why_not_reply(facts) is None,
        said=row.said,  # type: ignore[attr-defined]
        translations=tuple(_translation(one, row) for one in row.told) if is_read else (),  # type: ignore[attr-defined]
    )


def _translation(one: Mapping[str, str], of: Comment) -> Translation:
    is_old = datetime.fromisoformat(one["of_edit"]) < (of.edited_at or of.written_at)
    return Translation(one["language"], TranslatedBy(one["by"]), one["engine"], texts.as_html(one["text"]), is_old)
