"""Letters that carry a code: ordered by an officer, printed by a job, handed to that officer once; only hashes of codes stay."""

import json
import os
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import IO, Any
from uuid import UUID

import typst
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from madang.city import look
from madang.city.journal import services as journal
from madang.city.kernel.jobs import enqueue
from madang.city.kernel.qr import squares
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.kernel.text import language_code, localised
from madang.city.look.words import dates
from madang.city.people import queries as people
from madang.city.people.rules import Viewer
from madang.city.voting.models import LetterRun, RollEntry, Vote
from madang.city.voting.queries import keys
from madang.city.voting.queries.letters import parts_of
from madang.city.voting.services import rolls
from madang.city.voting.services.holding import kept

TEMPLATE = Path(__file__).resolve().parent.parent / "templates" / "voting" / "letters.typ"
FONTS = Path(look.__file__).resolve().parent / "fonts"
MOST_PRINTED = 50_000
DAYS_KEPT = 7
NONCE_BYTES = 12
WORDS: dict[str, Any] = {
    "subject": _("Your code for a vote of the city"),
    "ask": _("The city asks:"),
    "how": _("Point the camera of your telephone at the picture, or open this page and type the code:"),
    "once": _("The code is for one person and counts once. Keep it to yourself; with it you can change your vote until closing."),
    "until": _("The vote is open until"),
    "from": _("It opens on"),
    "secret": _("Your vote is secret. Nobody at the city keeps a list of which letter holds which code."),
    "code": _("Your code"),
    "qr": _("The address of the vote as a picture for telephones"),
    "questions": _("Questions? Call"),
}


@dataclass(frozen=True, slots=True)
class Printed:
    """Letters that are handed over: an open file, at its beginning, that is gone once it is closed."""

    file: IO[bytes]
    name: str


@transaction.atomic
def order(*, reference: str, count: int, by: Viewer, now: datetime) -> None:
    """Have so many letters printed in place of those ordered before, whose codes stop working.

    Raises Refused as ``rolls.make_letters`` does, and for more letters than one order prints.
    """
    row, staff_id = kept(reference, by), by.staff.id if by.staff else 0
    rolls.check_letters(row, count, most=MOST_PRINTED)
    _forget(row)
    run = LetterRun.objects.create(vote=row, ordered_by_id=staff_id, ordered_at=now, count=count)
    enqueue("voting.print_letters", reference=row.reference, run=str(run.key))
    details = {"letters": count}
    journal.note(verb="ordered-letters", about=f"vote:{row.reference}", actor=str(by.actor), at=now, details=details)


@transaction.atomic
def stop(*, reference: str, by: Viewer, now: datetime) -> None:
    """Throw away an order and what is printed of it; its codes stop working. Raises Refused where there is none."""
    row = kept(reference, by)
    if not LetterRun.objects.filter(vote=row).exists():
        raise Refused(Refusal("voting.no_letters_ordered", status=404))
    _forget(row)
    journal.note(verb="stopped-letters", about=f"vote:{row.reference}", actor=str(by.actor), at=now)


def print_letters(*, reference: str, run: UUID, now: datetime) -> int:
    """Make the codes of an order and print them, a piece at a time; return how many letters were printed.

    Done again it starts anew, with other codes. Whatever stops the order stops this before the next piece.
    """
    found = LetterRun.objects.select_related("vote").filter(vote__reference=reference, key=run, is_ready=False).first()
    by = _orderer(found.ordered_by_id) if found else None
    if found is None or by is None:
        return 0
    own = LetterRun.objects.filter(pk=found.pk, key=run)
    with transaction.atomic():
        codes = rolls.make_letters(reference=reference, count=found.count, by=by, now=now)
        if not own.exists():  # stopped meanwhile: no code may stay that no letter holds
            transaction.set_rollback(True)
            return 0
    for number, start in enumerate(parts_of(found.count)):
        some = codes[start.start : start.stop]
        _write(_place(run, number), _pdf(found.vote, some), found)
        if not own.update(done=start.stop):
            _remove(run, found.count)
            return 0
    own.update(is_ready=True)
    return found.count


@transaction.atomic
def take(*, reference: str, by: Viewer, now: datetime) -> Printed:
    """Hand the letters to the officer who ordered them, once: then they are gone from here.

    Raises Refused for anybody else, and where nothing is ready.
    """
    row = kept(reference, by)
    run = LetterRun.objects.select_for_update().filter(vote=row, is_ready=True).first()
    if run is None:
        raise Refused(Refusal("voting.letters_taken", status=404))
    if by.staff is None or run.ordered_by_id != by.staff.id:
        raise Refused(Refusal("voting.letters_of_other", status=403))
    printed = _bundle(row, run)
    run.delete()
    transaction.on_commit(partial(_remove, run.key, run.count))
    journal.note(verb="took-letters", about=f"vote:{row.reference}", actor=str(by.actor), at=now, details={"letters": run.count})
    return printed


def sweep(*, now: datetime) -> int:
    """Throw away letters that nobody fetched for a week; return how many orders that were. Their codes keep working."""
    old = list(LetterRun.objects.filter(is_ready=True, ordered_at__lt=now - timedelta(days=DAYS_KEPT)))
    for run in old:
        run.delete()
        _remove(run.key, run.count)
    return len(old)


def _forget(row: Vote) -> None:
    for run in LetterRun.objects.filter(vote=row):
        transaction.on_commit(partial(_remove, run.key, run.count))
        run.delete()
    RollEntry.objects.filter(vote=row).delete()


def _orderer(staff_id: int) -> Viewer | None:
    line = people.staff_member(staff_id)
    return people.viewer_of(line.account_id) if line else None


def _pdf(row: Vote, codes: Sequence[str]) -> bytes:
    """Return letters, one a page. The texts go to typst as data, never as markup."""
    language = row.language
    page = f"{settings.SITE_URL}/votes/{row.reference}/code"
    with translation.override(language_code(language)):
        words = {name: str(text) for name, text in WORDS.items()}
    data = {
        "language": language,
        "office": localised(settings.CITY_OFFICE, language),
        "address": settings.CITY_ADDRESS,
        "phone": settings.CITY_PHONE,
        "question": localised(row.question, language),
        "opens": dates.date_plain(row.opens_at.date(), language),
        "closes": dates.date_plain(row.closes_at.date(), language),
        "page": page.partition("://")[2],
        "words": words,
        "letters": [{"code": code, "qr": _squares(f"{page}#{code}")} for code in codes],
    }
    return typst.compile(
        str(TEMPLATE),
        format="pdf",
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )


def _squares(text: str) -> str:
    """Return a QR code as SVG with the four free modules around it that readers need."""
    code = squares(text)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {code.across} {code.across}"><path d="{code.path}"/></svg>'


def _place(run: UUID, number: int) -> Path:
    return Path(settings.DATA_DIR) / "letters" / f"{run}-{number}.bin"


def _cipher(run: UUID) -> AESGCM:
    return AESGCM(keys.derived("letters", str(run)))


def _write(path: Path, pdf: bytes, run: LetterRun) -> None:
    """Keep a piece encrypted under the site's secret, readable for this program alone."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    nonce = os.urandom(NONCE_BYTES)
    path.write_bytes(nonce + _cipher(run.key).encrypt(nonce, pdf, None))
    path.chmod(0o600)


def _read(run: LetterRun, number: int) -> bytes:
    try:
        kept_bytes = _place(run.key, number).read_bytes()
    except FileNotFoundError:
        raise Refused(Refusal("voting.letters_taken", status=404)) from None
    return _cipher(run.key).decrypt(kept_bytes[:NONCE_BYTES], kept_bytes[NONCE_BYTES:], None)


def _bundle(row: Vote, run: LetterRun) -> Printed:
    """Return one PDF, or an archive of several where there are many letters; its file has no name and goes when it is closed."""
    pieces = len(parts_of(run.count))
    file = tempfile.TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    if pieces == 1:
        file.write(_read(run, 0))
    else:
        with zipfile.ZipFile(file, "w") as archive:
            for number in range(pieces):
                archive.writestr(f"letters-{row.reference}-{number + 1}.pdf", _read(run, number))
    file.seek(0)
    return Printed(file, f"letters-{row.reference}.{'pdf' if pieces == 1 else 'zip'}")


def _remove(run: UUID, count: int) -> None:
    for number in range(len(parts_of(count))):
        _place(run, number).unlink(missing_ok=True)
