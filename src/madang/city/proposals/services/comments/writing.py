"""Write, change and delete comments, and say which help. Keyword-only, one transaction, the time passed in."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction

from madang.city.journal import services as journal
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.notices import services as notices
from madang.city.opendata.services.community.telling import in_all
from madang.city.people import queries as people
from madang.city.people.rules import Viewer
from madang.city.proposals.models import Comment, Helpful
from madang.city.proposals.queries.comments import facts_of
from madang.city.proposals.queries.settings import settings
from madang.city.proposals.queries.spam import account_age, circumstances_of
from madang.city.proposals.queries.subjects import accounts_told, columns, subject, subject_of
from madang.city.proposals.rules import comments as rules
from madang.city.proposals.rules import spam
from madang.city.proposals.rules import text as texts
from madang.city.proposals.rules.comments import Side, Standing, Written
from madang.city.proposals.rules.moderation import Kind, TextRef
from madang.city.proposals.rules.names import Shown
from madang.city.proposals.rules.subjects import Subject, SubjectKind, why_not_discuss
from madang.city.proposals.services.comments.loading import comment_row
from madang.city.proposals.services.comments.sentences import COMMENTED, ON_YOURS, REPLIED
from madang.city.proposals.services.moderation.opening import open_for_score
from madang.city.proposals.services.writing import public_name

_MINUTE, _DAY = timedelta(minutes=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Wrote:
    """The comment that was written, and whether it waits for a moderator."""

    public_id: UUID
    is_waiting: bool


@transaction.atomic
def write(
    *,
    reference: str,
    side: Side,
    text: str,
    language: str,
    by: Viewer,
    now: datetime,
    shown: Shown = Shown.INITIALS,
    kind: SubjectKind = SubjectKind.PROPOSAL,
) -> Wrote:
    """Begin a thread about a proposal or a vote. What looks like spam waits for a moderator, and its author is told.

    Raises Refused for whoever may not take part, without a side or words, for too many at once, and where nothing is discussed.
    """
    if reason := rules.why_not_begin(side):
        raise Refused(reason)
    return _write(subject(kind, reference, by, now=now), None, side, (text, language), by, now, shown)


@transaction.atomic
def reply(*, to: UUID, text: str, language: str, by: Viewer, now: datetime, shown: Shown = Shown.INITIALS) -> Wrote:
    """Reply to a comment. Raises Refused as ``write`` does, and where the thread is deep enough or the comment not shown."""
    parent = comment_row(to)
    if reason := rules.why_not_reply(facts_of(parent, by)):
        raise Refused(reason)
    return _write(subject_of(parent), parent, Side.REPLY, (text, language), by, now, shown)


@transaction.atomic
def edit(*, comment: UUID, text: str, language: str, by: Viewer, now: datetime) -> None:
    """Change one's comment within a quarter of an hour, while others are taken; readers see that it was. Raises Refused."""
    row = comment_row(comment)
    about = subject_of(row)
    if reason := rules.why_not_edit(facts_of(row, by), now) or why_not_discuss(about, now=now):
        raise Refused(reason)
    tidy = rules.tidy(text)
    if reason := rules.why_not_words(tidy, language):
        raise Refused(reason)
    if tidy == row.text:
        raise Refused(Refusal("proposals.nothing_changed", status=422))
    row.text, row.language, row.edited_at = tidy, language, now
    row.save(update_fields=["text", "language", "edited_at"])
    _weigh(row, by, now)
    _note("comment.edited", row, about, by, now)


@transaction.atomic
def delete(*, comment: UUID, by: Viewer, now: datetime) -> None:
    """Delete one's comment: its words and translations are gone, its place and the replies stay. Raises Refused."""
    row = comment_row(comment)
    if reason := rules.why_not_delete(facts_of(row, by)):
        raise Refused(reason)
    row.text, row.byline, row.standing = "", "", Standing.DELETED.value
    row.save(update_fields=["text", "byline", "standing"])
    row.translations.all().delete()
    _note("comment.deleted", row, subject_of(row), by, now)


@transaction.atomic
def judge_helpful(*, comment: UUID, is_helpful: bool | None, by: Viewer, now: datetime) -> None:
    """Say whether a comment helps; a later word stands instead of the earlier, None takes it back.

    Raises Refused for strangers, one's own comment, and what is not shown. No note is written.
    """
    row = comment_row(comment)
    resident_id = _taking_part(subject_of(row), by, now)
    if reason := rules.why_not_judge(facts_of(row, by)):
        raise Refused(reason)
    if is_helpful is None:
        Helpful.objects.filter(comment=row, resident=resident_id).delete()
    else:
        said = {"is_helpful": is_helpful, "at": now}
        Helpful.objects.update_or_create(comment=row, resident_id=resident_id, defaults=said)
    row.helpful = row.votes.filter(is_helpful=True).count()
    row.unhelpful = row.votes.filter(is_helpful=False).count()
    row.score = rules.wilson_lower_bound(row.helpful, row.helpful + row.unhelpful)
    row.save(update_fields=["helpful", "unhelpful", "score"])


def _write(
    about: Subject, parent: Comment | None, side: Side, said: tuple[str, str], by: Viewer, now: datetime, shown: Shown
) -> Wrote:
    resident_id, text = _taking_part(about, by, now), rules.tidy(said[0])
    _one_at_a_time(resident_id)
    if reason := rules.why_not_words(text, said[1]) or rules.why_not_so_many(_written(resident_id, now)):
        raise Refused(reason)
    row = Comment.objects.create(
        **columns(about),
        parent=parent,
        thread_id=None if parent is None else parent.thread_id or parent.pk,
        depth=0 if parent is None else parent.depth + 1,
        side=side.value,
        author_id=resident_id,
        byline=public_name(resident_id, shown),
        text=text,
        language=said[1],
        written_at=now,
    )
    _weigh(row, by, now)
    _note("comment.wrote", row, about, by, now)
    if row.standing == Standing.SHOWN:
        _tell(row, about, by, now)
    return Wrote(row.public_id, row.standing == Standing.WAITING)


def _weigh(row: Comment, by: Viewer, now: datetime) -> None:
    """Let a comment wait for a moderator if too much speaks for spam; nothing is dropped."""
    if row.author_id is None:
        raise TypeError("a comment is weighed while its author is known")
    found = spam.findings(row.text, circumstances_of(row.author_id, now, without_comment=row.pk))
    if spam.is_held(found):
        row.standing = Standing.WAITING.value
        row.save(update_fields=["standing"])
        open_for_score(TextRef(Kind.COMMENT, str(row.public_id)), author=by.account_id, found=found, now=now)


def _taking_part(about: Subject, by: Viewer, now: datetime) -> int:
    if reason := rules.why_not_take_part(by, settings(), about, now=now):
        raise Refused(reason)
    if by.resident_id is None:
        raise TypeError("only residents take part")
    return by.resident_id


def _one_at_a_time(resident_id: int) -> None:
    """Let one person's comments wait for each other to the end of the transaction, so that limits hold."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('proposals.comments'), %s)", [resident_id])


def _written(resident_id: int, now: datetime) -> Written:
    own = Comment.objects.filter(author=resident_id)
    last_minute, last_day = (own.filter(written_at__gt=now - span).count() for span in (_MINUTE, _DAY))
    return Written(last_minute, last_day, account_age(resident_id, now))


def _tell(row: Comment, about: Subject, by: Viewer, now: datetime) -> None:
    """Tell whoever is replied to, or the authors of the proposal, or whoever asks the vote; nobody hears of their own words."""
    words = ON_YOURS[about.kind] if row.parent is None else REPLIED
    titles = {language: texts.excerpt(title) for language, title in about.titles.items()}
    for account_id in (accounts_told(about) if row.parent is None else _accounts_of(row.parent.author_id)) - {by.account_id}:
        subject_line, body = (in_all(one, title=titles) for one in words)
        key, link = f"comment:{row.pk}:{account_id}", about.comment(row.public_id)
        notices.send(
            to_account=account_id, kind=COMMENTED, subject=subject_line, body=body, link=link, about=str(about), key=key, now=now
        )  # fmt: skip


def _accounts_of(resident_id: int | None) -> frozenset[int]:
    account_id = people.account_of(resident_id) if resident_id is not None else None
    return frozenset() if account_id is None else frozenset({account_id})


def _note(verb: str, row: Comment, about: Subject, by: Viewer, now: datetime) -> None:
    journal.note(verb=verb, about=f"comment:{row.public_id}", actor=str(by.as_resident), at=now, subjects=[str(about)])
