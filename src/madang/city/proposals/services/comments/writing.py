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
from madang.city.proposals.models import Comment, Helpful, Proposal
from madang.city.proposals.queries.comments import facts_of, page_of_comment
from madang.city.proposals.queries.loading import author_ids, visible
from madang.city.proposals.queries.settings import settings
from madang.city.proposals.queries.spam import account_age, circumstances_of
from madang.city.proposals.rules import comments as rules
from madang.city.proposals.rules import spam
from madang.city.proposals.rules import text as texts
from madang.city.proposals.rules.comments import Side, Standing, Written
from madang.city.proposals.rules.life import State
from madang.city.proposals.rules.moderation import Kind, TextRef
from madang.city.proposals.rules.names import Shown
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
    *, reference: str, side: Side, text: str, language: str, by: Viewer, now: datetime, shown: Shown = Shown.INITIALS
) -> Wrote:
    """Begin a thread about a proposal. What looks like spam waits for a moderator, and its author is told.

    Raises Refused for whoever may not take part, without a side or words, and for too many at once.
    """
    if reason := rules.why_not_begin(side):
        raise Refused(reason)
    return _write(visible(reference, by), None, side, (text, language), by, now, shown)


@transaction.atomic
def reply(*, to: UUID, text: str, language: str, by: Viewer, now: datetime, shown: Shown = Shown.INITIALS) -> Wrote:
    """Reply to a comment. Raises Refused as ``write`` does, and where the thread is deep enough or the comment not shown."""
    parent = _comment(to)
    if reason := rules.why_not_reply(facts_of(parent, by)):
        raise Refused(reason)
    return _write(parent.proposal, parent, Side.REPLY, (text, language), by, now, shown)


@transaction.atomic
def edit(*, comment: UUID, text: str, language: str, by: Viewer, now: datetime) -> None:
    """Change one's comment within a quarter of an hour; readers see that it was. Raises Refused."""
    row = _comment(comment)
    if reason := rules.why_not_edit(facts_of(row, by), now):
        raise Refused(reason)
    tidy = rules.tidy(text)
    if reason := rules.why_not_words(tidy, language):
        raise Refused(reason)
    if tidy == row.text:
        raise Refused(Refusal("proposals.nothing_changed", status=422))
    row.text, row.language, row.edited_at = tidy, language, now
    row.save(update_fields=["text", "language", "edited_at"])
    _weigh(row, by, now)
    _note("comment.edited", row, by, now)


@transaction.atomic
def delete(*, comment: UUID, by: Viewer, now: datetime) -> None:
    """Delete one's comment: its words and translations are gone, its place and the replies stay. Raises Refused."""
    row = _comment(comment)
    if reason := rules.why_not_delete(facts_of(row, by)):
        raise Refused(reason)
    row.text, row.byline, row.standing = "", "", Standing.DELETED.value
    row.save(update_fields=["text", "byline", "standing"])
    row.translations.all().delete()
    _note("comment.deleted", row, by, now)


@transaction.atomic
def judge_helpful(*, comment: UUID, is_helpful: bool | None, by: Viewer, now: datetime) -> None:
    """Say whether a comment helps; a later word stands instead of the earlier, None takes it back.

    Raises Refused for strangers, one's own comment, and what is not shown. No note is written.
    """
    row = _comment(comment)
    resident_id = _taking_part(row.proposal, by)
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
    proposal: Proposal, parent: Comment | None, side: Side, said: tuple[str, str], by: Viewer, now: datetime, shown: Shown
) -> Wrote:
    resident_id, text = _taking_part(proposal, by), rules.tidy(said[0])
    _one_at_a_time(resident_id)
    if reason := rules.why_not_words(text, said[1]) or rules.why_not_so_many(_written(resident_id, now)):
        raise Refused(reason)
    row = Comment.objects.create(
        proposal=proposal,
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
    _note("comment.wrote", row, by, now)
    if row.standing == Standing.SHOWN:
        _tell(row, by, now)
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


def _comment(public_id: UUID) -> Comment:
    """Return a comment, held to the end of the transaction."""
    rows = Comment.objects.select_for_update(of=("self",), no_key=True).select_related("proposal")
    row = rows.filter(public_id=public_id).first()
    if row is None:
        raise Refused(rules.UNKNOWN)
    return row


def _taking_part(proposal: Proposal, by: Viewer) -> int:
    if reason := rules.why_not_take_part(by, settings(), State(proposal.state)):
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


def _tell(row: Comment, by: Viewer, now: datetime) -> None:
    """Tell whoever is replied to, or the authors of the proposal; nobody hears of their own words."""
    parent, proposal = row.parent, row.proposal
    whom = author_ids(proposal) if parent is None else {parent.author_id}
    words = ON_YOURS if parent is None else REPLIED
    residents = [one for one in whom if one is not None and one != row.author_id]
    for account_id in people.accounts_of(residents).values():
        subject, body = (in_all(one, title=texts.excerpt(proposal.title)) for one in words)
        link, about, key = page_of_comment(row), f"proposal:{proposal.reference}", f"comment:{row.pk}:{account_id}"
        notices.send(
            to_account=account_id, kind=COMMENTED, subject=subject, body=body, link=link, about=about, key=key, now=now
        )  # fmt: skip


def _note(verb: str, row: Comment, by: Viewer, now: datetime) -> None:
    about, subject = f"comment:{row.public_id}", f"proposal:{row.proposal.reference}"
    journal.note(verb=verb, about=about, actor=str(by.as_resident), at=now, subjects=[subject])
