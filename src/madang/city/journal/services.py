"""Write notes, seal them, verify them, erase what they tell."""

import hashlib
import logging
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby, zip_longest
from operator import itemgetter
from typing import Any

from django.db import connection, transaction
from django.db.models import Max, Sum

from madang.city.journal import rules
from madang.city.journal.models import Batch, Erasure, Note, Verification
from madang.city.journal.rules import BrokenLink, Link, NoteValue, SaltedText, Verdict

SALT_BYTES = 16
BATCH_SIZE = 5_000
SEALING_LOCK = 0x6D6164616E67
TEXTS = ("about", "actor", "details")
COLUMNS = (
    "id", "leaf", "at", "verb", "about", "about_salt", "actor", "actor_salt", "details", "details_salt",
    "subjects", "subject_salts",
)  # fmt: skip
Sealed = tuple[int, bytes, NoteValue]
Progress = Callable[[int, int], None]
_log = logging.getLogger(__name__)


def note(
    *,
    verb: str,
    about: str,
    actor: str,
    at: datetime,
    details: Mapping[str, Any] | None = None,
    subjects: Sequence[str] = (),
) -> int:
    """Add a note in the caller's transaction and return its id; a job seals it within the minute.

    about, actor  kind and id, such as ``case:17`` and ``resident:4``
    details       ids, codes and numbers; a personal text only as ``rules.Personal(text)``, of which a salted hash is kept
    subjects      further things that the act was about, each found and erased by itself: one row, however many they are

    Raises rules.NotANote if anything looks like personal text.
    """
    salt = secrets.token_bytes(SALT_BYTES)
    held = rules.with_hashes(details or {}, salt)
    rules.check_note(verb=verb, about=about, actor=actor, details=held, subjects=subjects)
    row = Note.objects.create(
        at=at,
        verb=verb,
        about=about,
        about_salt=secrets.token_bytes(SALT_BYTES),
        actor=actor,
        actor_salt=secrets.token_bytes(SALT_BYTES),
        details=rules.canonical(held),
        details_salt=salt,
        subjects=list(subjects) or None,
        subject_salts=[secrets.token_bytes(SALT_BYTES) for _ in subjects] or None,
    )
    return row.pk


def seal(*, now: datetime, size: int = BATCH_SIZE) -> int:
    """Seal the notes that wait, in batches of ``size``; return how many. Where another process is sealing, return 0."""
    sealed = 0
    while one := _seal_batch(now, size):
        sealed += one
    return sealed


@transaction.atomic
def _seal_batch(now: datetime, size: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [SEALING_LOCK])
        if not cursor.fetchone()[0]:
            return 0
    waiting = list(Note.objects.select_for_update(skip_locked=True).filter(batch=None).order_by("id")[:size])
    if not waiting:
        return 0
    before = Batch.objects.order_by("-sequence").first()
    leaves = [rules.leaf(_value(one)) for one in waiting]
    link = Link(
        sequence=before.sequence + 1 if before else 1,
        sealed_at=now,
        count=len(waiting),
        root=rules.merkle_root(leaves),
        previous=bytes(before.hash) if before else rules.GENESIS,
    )
    Batch.objects.create(
        sequence=link.sequence,
        sealed_at=now,
        count=link.count,
        merkle_root=link.root,
        previous_hash=link.previous,
        hash=link.hash(),
    )
    _mark_sealed([one.pk for one in waiting], leaves, link.sequence)
    _log.info("sealed %s notes; head %s", link.count, link.head())
    return link.count


def _mark_sealed(ids: Sequence[int], leaves: Sequence[bytes], sequence: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE journal_note SET batch_id = %s, place = sealed.place - 1, leaf = sealed.leaf"
            " FROM unnest(%s::bigint[], %s::bytea[]) WITH ORDINALITY AS sealed(id, leaf, place)"
            " WHERE journal_note.id = sealed.id",
            [sequence, list(ids), list(leaves)],
        )


def verify(progress: Progress | None = None, *, known_head: str | None = None) -> Verdict:
    """Walk the whole chain and name its first broken link.

    progress    called with (notes walked, notes sealed)
    known_head  a head such as ``17:9f2c...`` that somebody wrote down; the chain must still hold it

    Notes that are not sealed yet are counted, not judged. Memory does not grow with the journal.
    """
    with transaction.atomic():
        unsealed = Note.objects.filter(batch=None).count()
        whole = Batch.objects.aggregate(last=Max("sequence"), notes=Sum("count"))
        last = max(whole["last"] or 0, Note.objects.aggregate(last=Max("batch_id"))["last"] or 0)
        walk = _Walk(progress, whole["notes"] or 0)
        broken = walk.along(_links(last), _sealed_notes(last))
        broken = broken or _broken_head(known_head) or _broken_erasures()
    return Verdict(broken is None, walk.notes, unsealed, walk.batches, walk.head, broken)


def record_verification(*, now: datetime) -> Verdict:
    """Verify the journal and keep the result for the auditors' page."""
    verdict = verify()
    Verification.objects.create(
        at=now,
        sealed=verdict.sealed,
        unsealed=verdict.unsealed,
        head=verdict.head,
        first_broken=verdict.first_broken.code() if verdict.first_broken else "",
    )
    return verdict


class _Walk:
    """A walk along the links: how far it came, and what the last whole link was."""

    def __init__(self, progress: Progress | None, total: int) -> None:
        self.progress, self.total = progress, total
        self.notes = self.batches = 0
        self.previous, self.head = rules.GENESIS, ""

    def along(self, links: Iterable[tuple[Link, bytes]], notes: Iterator[tuple[int, Iterator[Sealed]]]) -> BrokenLink | None:
        held = next(notes, None)
        for expected, (link, written) in enumerate(links, start=1):
            if held is not None and held[0] < link.sequence:
                return BrokenLink(held[0], "batch_missing")
            if broken := rules.why_link_broken(link, written, expected=expected, previous=self.previous):
                return broken
            mine = held[1] if held is not None and held[0] == link.sequence else iter(())
            sealed = list(mine)
            if broken := rules.why_batch_broken(link, sealed):
                return broken
            self._step(link, len(sealed))
            held = next(notes, None)
        return None if held is None else BrokenLink(held[0], "batch_missing")

    def _step(self, link: Link, notes: int) -> None:
        self.notes += notes
        self.batches += 1
        self.previous, self.head = link.hash(), link.head()
        if self.progress:
            self.progress(self.notes, self.total)


def _links(last: int) -> Iterator[tuple[Link, bytes]]:
    rows = Batch.objects.filter(sequence__lte=last).order_by("sequence")
    for row in rows.iterator(chunk_size=1_000):
        link = Link(row.sequence, row.sealed_at, row.count, bytes(row.merkle_root), bytes(row.previous_hash))
        yield link, bytes(row.hash)


def _sealed_notes(last: int) -> Iterator[tuple[int, Iterator[Sealed]]]:
    """Yield the notes batch by batch, as (id, leaf written when sealed, note); plain rows, since a journal is long."""
    rows = Note.objects.filter(batch_id__lte=last).order_by("batch_id", "place").values_list("batch_id", *COLUMNS)
    for batch, mine in groupby(rows.iterator(chunk_size=5_000), key=itemgetter(0)):
        yield batch, (_sealed(row) for row in mine)


def _sealed(row: tuple[Any, ...]) -> Sealed:
    _, pk, leaf, at, verb, about, about_salt, actor, actor_salt, details, details_salt, subjects, salts = row
    texts = SaltedText(about, about_salt), SaltedText(actor, actor_salt), SaltedText(details, details_salt)
    return pk, bytes(leaf or b""), NoteValue(pk, at, verb, *texts, _subjects(subjects, salts))


def _subjects(texts: Sequence[str] | None, salts: Sequence[bytes | memoryview | None] | None) -> tuple[SaltedText, ...]:
    """Return the subjects with their salts. Where somebody made them unequal the odd ones are no texts, which breaks the note."""
    pairs = zip_longest(texts or (), salts or ())
    return tuple(SaltedText(text or "", None if salt is None else bytes(salt)) for text, salt in pairs)


def _broken_head(known_head: str | None) -> BrokenLink | None:
    if known_head is None:
        return None
    sequence, _, digest = known_head.partition(":")
    number = int(sequence) if sequence.isdecimal() else 0
    row = Batch.objects.filter(sequence=number).first()
    return None if row and bytes(row.hash).hex() == digest else BrokenLink(number, "head_unknown")


def _broken_erasures() -> BrokenLink | None:
    """Find a text that was emptied without a note that says so."""
    for name in TEXTS:
        emptied = Note.objects.filter(**{f"{name}_salt": None}).exclude(erasures__text=name).order_by("id").first()
        if emptied:
            return BrokenLink(emptied.batch_id or 0, "erased_unsaid", emptied.pk)
    if broken := _broken_subjects():
        return broken
    for act in Note.objects.filter(pk__in=Erasure.objects.values("by")).order_by("id").iterator(chunk_size=1_000):
        texts = Erasure.objects.filter(by=act).order_by("note_id", "text").values_list("note_id", "text")
        if act.verb != rules.ERASED or act.details != rules.canonical(_summed_up(texts)):
            return BrokenLink(act.batch_id or 0, "erasure_changed", act.pk)
    return None


def _broken_subjects() -> BrokenLink | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT note.id, note.batch_id"
            " FROM journal_note AS note, unnest(note.subject_salts) WITH ORDINALITY AS held(salt, place)"
            " WHERE note.subjects IS NOT NULL AND held.salt IS NULL AND NOT EXISTS (SELECT 1 FROM journal_erasure AS said"
            " WHERE said.note_id = note.id AND said.text = 'subject:' || held.place) ORDER BY note.id LIMIT 1"
        )
        row = cursor.fetchone()
    return BrokenLink(row[1] or 0, "erased_unsaid", row[0]) if row else None


@transaction.atomic
def erase(*, subject: str, actor: str, now: datetime) -> int:
    """Make the journal forget that its notes are about or by ``subject``; return how many texts went.

    Details of notes about the subject go too; from a note about many it goes alone, the others stay found. The chain holds:
    it knows only salted hashes, whose salts are deleted.
    """
    gone = [
        *((pk, "about") for pk in _erase_text("about", "about", subject)),
        *((pk, "actor") for pk in _erase_text("actor", "actor", subject)),
        *_erase_among_subjects(subject),
    ]
    about = [pk for pk, name in gone if name == "about"]
    gone += [(pk, "details") for pk in _erase_text("details", "id", [*about, *_listing_in_details(subject)])]
    if not gone:
        return 0
    gone.sort()
    act = note(verb=rules.ERASED, about="journal", actor=actor, at=now, details=_summed_up(gone))
    Erasure.objects.bulk_create([Erasure(note_id=pk, text=name, by_id=act) for pk, name in gone], batch_size=5_000)
    return len(gone)


def _erase_text(name: str, column: str, wanted: str | Sequence[int]) -> list[int]:
    matches = f"{column} = %s" if isinstance(wanted, str) else f"{column} = ANY(%s)"
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE journal_note SET {name}_salt = NULL,"  # noqa: S608 - names are our own constants
            f" {name} = '#' || encode(sha256({name}_salt || convert_to({name}, 'UTF8')), 'hex')"
            f" WHERE {matches} AND {name}_salt IS NOT NULL RETURNING id",
            [wanted if isinstance(wanted, str) else list(wanted)],
        )
        return [row[0] for row in cursor.fetchall()]


def _erase_among_subjects(subject: str) -> list[tuple[int, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE journal_note AS note SET subject_salts[found.place] = NULL,"
            " subjects[found.place] = '#' || encode(sha256(subject_salts[found.place] || convert_to(%s, 'UTF8')), 'hex')"
            " FROM (SELECT id, array_position(subjects, %s) AS place FROM journal_note"
            " WHERE subjects @> ARRAY[%s]::varchar[]) AS found"
            " WHERE note.id = found.id RETURNING note.id, found.place",
            [subject] * 3,
        )
        return [(pk, f"subject:{place}") for pk, place in cursor.fetchall()]


def _listing_in_details(subject: str) -> list[int]:
    """Return the notes that list the subject in their details, as ``residents: [4, 17]``: so it was before notes had subjects."""
    kind, _, number = subject.partition(":")
    if not number.isdecimal():
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM journal_note WHERE about = %s AND details_salt IS NOT NULL AND details::jsonb -> %s @> %s::jsonb",
            [f"{kind}s", f"{kind}s", number],
        )
        return [row[0] for row in cursor.fetchall()]


def _summed_up(texts: Iterable[tuple[int, str]]) -> dict[str, Any]:
    digest, count = hashlib.sha256(), 0
    for pk, name in texts:
        digest.update(f"{pk}:{name}\n".encode())
        count += 1
    return {"digest": digest.hexdigest(), "texts": count}


def _value(row: Note) -> NoteValue:
    def text(name: str) -> SaltedText:
        salt = getattr(row, f"{name}_salt")
        return SaltedText(getattr(row, name), None if salt is None else bytes(salt))

    subjects = _subjects(row.subjects, row.subject_salts)
    return NoteValue(row.pk, row.at, row.verb, text("about"), text("actor"), text("details"), subjects)
