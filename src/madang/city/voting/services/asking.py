"""Put a question: write it, change it while it is a draft, give its options pictures, throw it away."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from madang.city.journal import services as journal
from madang.city.kernel.pictures import Kept
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.kernel.text import language_key
from madang.city.people import queries as people
from madang.city.people.rules import Viewer
from madang.city.places import rules as places
from madang.city.voting.models import Option, RollEntry, Vote
from madang.city.voting.queries.areas import tree
from madang.city.voting.queries.loading import electorate_of, standing_of
from madang.city.voting.rules import electorate as electorates
from madang.city.voting.rules.asking import Asked, Texts, why_not_asked
from madang.city.voting.rules.life import RUNNING, why_not_ask, why_not_edit
from madang.city.voting.services.holding import kept
from madang.city.voting.services.pictures import ALBUM

LONGEST_PICTURE_TEXT = 300


@transaction.atomic
def ask(*, asked: Asked, by: Viewer, now: datetime) -> str:
    """Write a question as a draft, which nobody else sees, and return its reference.

    Raises Refused for whoever may not ask, and for what cannot be put so.
    """
    running = Vote.objects.filter(asker_id=by.resident_id, state__in=RUNNING).count() if by.resident_id else 0
    if reason := why_not_ask(by, asked.mode, running=running) or _why_not(asked, by):
        raise Refused(reason)
    row = Vote(
        asker_id=None if by.staff else by.resident_id,
        asked_by_id=by.staff.id if by.staff else None,
        created_at=now,
    )
    _write(row, asked)
    journal.note(verb="drafted-vote", about=f"vote:{row.reference}", actor=str(by.actor), at=now)
    return row.reference


@transaction.atomic
def edit(*, reference: str, asked: Asked, revision: int, by: Viewer, now: datetime) -> int:
    """Write a draft anew and return its revision. Options that keep their place keep their picture.

    revision  the one that the writer saw

    Raises Refused for anybody but who keeps it, once it is no draft, where it was changed meanwhile, and as ``ask`` does.
    """
    row = _draft(reference, by)
    if row.revision != revision:
        raise Refused(Refusal("kernel.changed_meanwhile"))
    if reason := why_not_ask(by, asked.mode, running=0) or _why_not(asked, by):
        raise Refused(reason)
    if electorate_of(row).roll is not asked.electorate.roll:
        RollEntry.objects.filter(vote=row).delete()
    row.revision += 1
    _write(row, asked)
    return row.revision


@transaction.atomic
def set_picture(*, reference: str, number: int, data: bytes, text: Texts, by: Viewer) -> None:
    """Give an option a picture, with words for those who do not see it; no bytes take it away.

    Raises Refused as ``edit`` and ``kernel.pictures.Album.keep`` do.
    """
    row = _draft(reference, by)
    option = Option.objects.filter(vote=row, number=number).first()
    if option is None:
        raise Refused(Refusal("voting.choice_unknown", {"number": number}, status=404))
    if any(len(one) > LONGEST_PICTURE_TEXT for one in text.values()):
        raise Refused(Refusal("voting.text_long", {"most": LONGEST_PICTURE_TEXT}, status=422))
    picture = ALBUM.keep(data) if data else Kept("", 0, 0)
    option.picture, option.width, option.height = picture.digest, picture.width, picture.height
    option.picture_text = dict(text) if data else {}
    option.save(update_fields=["picture", "width", "height", "picture_text"])
    Vote.objects.filter(pk=row.pk).update(revision=row.revision + 1)


@transaction.atomic
def discard(*, reference: str, by: Viewer, now: datetime) -> None:
    """Throw a draft away. Raises Refused as ``edit`` does."""
    row = _draft(reference, by)
    row.delete()
    journal.note(verb="discarded-vote", about=f"vote:{row.reference}", actor=str(by.actor), at=now)


def yes_or_no() -> tuple[Texts, Texts]:
    """Return the two answers to a yes/no question in every language of the site."""
    found: list[dict[str, str]] = [{}, {}]
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            for texts, word in zip(found, (_("Yes"), _("No")), strict=True):
                texts[language_key(code)] = word
    return found[0], found[1]


def _why_not(asked: Asked, by: Viewer) -> Refusal | None:
    if reason := why_not_asked(asked, by_staff=by.staff is not None):
        return reason
    return None if asked.electorate.areas <= set(tree().parents) else Refusal("voting.area_unknown", status=422)


def _draft(reference: str, by: Viewer) -> Vote:
    row = kept(reference, by)
    if reason := why_not_edit(standing_of(row)):
        raise Refused(reason)
    return row


def _write(row: Vote, asked: Asked) -> None:
    for name in ("language", "opens_at", "closes_at", "seats", "minimum", "maximum", "most_points", "shuffled", "discussed"):
        setattr(row, name, getattr(asked, name))
    for name in ("mode", "kind", "rule", "ties", "shown"):
        setattr(row, name, getattr(asked, name).value)
    row.without_script, row.answer_days = asked.without_script, asked.answer_days
    row.quorum_people, row.quorum_percent = asked.quorum_people, asked.quorum_percent
    row.question, row.description = _tidy(asked.question), _tidy(asked.description)
    row.electorate = electorates.to_plain(asked.electorate)
    row.department_id = _department(asked.department)
    row.grams = _grams(asked)
    row.save()
    _write_options(row, asked)


def _write_options(row: Vote, asked: Asked) -> None:
    Option.objects.filter(vote=row, number__gt=len(asked.options)).delete()
    known = {one.number: one for one in Option.objects.filter(vote=row)}
    for number, texts in enumerate(asked.options, 1):
        option = known.get(number) or Option(vote=row, number=number)
        option.text = _tidy(texts)
        option.save()


def _tidy(texts: Texts) -> dict[str, str]:
    return {lang: text.strip() for lang, text in texts.items() if text.strip()}


def _department(code: str) -> int | None:
    if not code:
        return None
    found = people.department(code)
    if found is None:
        raise Refused(Refusal("people.unknown_department", {"code": code}, status=422))
    return found.id


def _grams(asked: Asked) -> list[str]:
    texts: dict[str, Any] = {
        f"{place}-{lang}": text for place, one in enumerate((asked.question, *asked.options)) for lang, text in one.items()
    }
    return places.grams(texts)
