"""Keep what a comment says in another language, and who says so: a person or a machine."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from madang.city.journal import services as journal
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.people.rules import SYSTEM, Viewer
from madang.city.proposals.models import Comment, CommentTranslation
from madang.city.proposals.queries.comments import facts_of
from madang.city.proposals.queries.settings import settings
from madang.city.proposals.queries.subjects import subject_of
from madang.city.proposals.rules import comments as rules
from madang.city.proposals.rules.comments import TranslatedBy
from madang.city.proposals.services.comments.loading import comment_row


@transaction.atomic
def translate(*, comment: UUID, into: str, text: str, by: Viewer, now: datetime) -> None:
    """Keep a person's translation; a later one stands instead of it.

    Raises Refused for whoever may not take part, for no words, and into a language that is its own or none of the site.
    """
    row = comment_row(comment)
    tidy = rules.tidy(text)
    if reason := rules.why_not_take_part(by, settings(), subject_of(row), now=now) or _why_not(row, into, tidy, by):
        raise Refused(reason)
    _keep(row, into, tidy, TranslatedBy.PERSON, now, translator_id=by.resident_id, engine="")
    journal.note(verb="comment.translated", about=f"comment:{row.public_id}", actor=str(by.as_resident), at=now)


@transaction.atomic
def keep_machine_translation(*, comment: UUID, into: str, text: str, engine: str, now: datetime) -> None:
    """Keep what a machine makes of a comment, marked with the machine's name. Raises Refused as ``translate`` does."""
    row = comment_row(comment)
    tidy = rules.tidy(text)
    if not engine.strip():
        raise ValueError("a machine's translation needs the machine's name: readers are told it")
    if reason := _why_not(row, into, tidy, None):
        raise Refused(reason)
    _keep(row, into, tidy, TranslatedBy.MACHINE, now, translator_id=None, engine=engine.strip()[:60])
    journal.note(verb="comment.translated", about=f"comment:{row.public_id}", actor=str(SYSTEM), at=now)


def _why_not(row: Comment, into: str, text: str, by: Viewer | None) -> Refusal | None:
    return rules.why_not_translate(facts_of(row, by), row.language, into) or rules.why_not_words(text, into)


def _keep(row: Comment, into: str, text: str, how: TranslatedBy, now: datetime, **who: object) -> None:
    told = {"text": text, "of_edit": row.edited_at or row.written_at, "at": now, **who}
    CommentTranslation.objects.update_or_create(comment=row, language=into, by=how.value, defaults=told)
