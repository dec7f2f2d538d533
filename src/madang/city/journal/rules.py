"""What a note may hold, and the arithmetic of the chain. Pure."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

from madang.city.kernel.refusals import Refusal

GENESIS = bytes(32)
ERASED = "erased"
MAX_DETAIL = 64
_SUBJECT = re.compile(r"[a-z][a-z0-9_-]*(:[A-Za-z0-9._/-]+)+|[a-z][a-z0-9_-]*")
_VERB = re.compile(r"[a-z][a-z0-9_.-]{0,59}")
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
_WORD = re.compile(r"[A-Za-z0-9:._/+,#-]*")
_ERASED = re.compile(r"#[0-9a-f]{64}")


READERS = ("auditor", "administrator")


def why_not_read(viewer: Any) -> Refusal | None:
    """Refuse whoever is neither auditor nor administrator. The viewer is known from above, so only its role is asked."""
    if viewer.staff is not None and viewer.staff.role in READERS:
        return None
    return Refusal("journal.auditors_only", status=403)


class NotANote(ValueError):
    """Raised when a note would hold something that the journal must not: personal words, or nothing at all."""


@dataclass(frozen=True, slots=True)
class SaltedText:
    """A text of a note with its salt; without salt the text is already the salted hash."""

    text: str
    salt: bytes | None

    def digest(self) -> bytes:
        """Return the salted hash of the text, which is what the chain holds. Raises ValueError if neither is there."""
        if self.salt is not None:
            return hashlib.sha256(bytes(self.salt) + self.text.encode()).digest()
        if not _ERASED.fullmatch(self.text):
            raise ValueError("a text without salt that is no hash")
        return bytes.fromhex(self.text[1:])

    def erased(self) -> "SaltedText":
        """Return the text with the salt gone: its hash is all that is left."""
        return SaltedText("#" + self.digest().hex(), None)


@dataclass(frozen=True, slots=True)
class NoteValue:
    """A note as the chain sees it."""

    id: int
    at: datetime
    verb: str
    about: SaltedText
    actor: SaltedText
    details: SaltedText
    subjects: tuple[SaltedText, ...] = ()


def check_note(*, verb: str, about: str, actor: str, details: Mapping[str, Any], subjects: Sequence[str] = ()) -> None:
    """Let only ids, verbs, numbers and codes through. Raises NotANote naming what does not belong."""
    if not _VERB.fullmatch(verb):
        raise NotANote(f"verb {verb!r}: write small letters, figures, points and dashes, for example 'withdrew'")
    for name, text in (("about", about), ("actor", actor), *(("subject", one) for one in subjects)):
        if not _SUBJECT.fullmatch(text) or len(text) > 120:
            raise NotANote(f"{name} {text!r}: write kind and id, for example 'case:17'")
    for key, value in details.items():
        if not _KEY.fullmatch(key):
            raise NotANote(f"detail {key!r}: a key is small letters, figures and underscores")
        _check_value(key, value)


def _check_value(key: str, value: Any) -> None:
    if value is None or isinstance(value, bool | int):
        return
    if isinstance(value, list | tuple):
        for one in value:
            _check_value(key, one)
        return
    if not isinstance(value, str) or len(value) > MAX_DETAIL or not _WORD.fullmatch(value):
        raise NotANote(f"detail {key}: {value!r} is not an id, a code or a number; personal words stay out of the journal")


def canonical(details: Mapping[str, Any]) -> str:
    """Return details as the one JSON text that is hashed: sorted keys, no blanks, UTF-8."""
    return json.dumps(details, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Personal:
    """A personal text of which a note keeps only the salted hash: enough to check a claim, too little to read."""

    text: str

    def hashed(self, salt: bytes) -> str:
        """Return 64 hex digits that nobody can look up without the salt."""
        return hashlib.sha256(salt + b"personal" + self.text.encode()).hexdigest()


def with_hashes(details: Mapping[str, Any], salt: bytes) -> dict[str, Any]:
    """Return details with every personal text replaced by its salted hash."""
    return {key: value.hashed(salt) if isinstance(value, Personal) else value for key, value in details.items()}


def leaf(note: NoteValue) -> bytes:
    """Return the hash of one note. Domain byte 0 keeps leaves and inner nodes of the tree apart (RFC 9162).

    Digests have one length, so those of the subjects may simply follow: a note without any hashes as it always did.
    """
    head = f"{note.id}|{note.at.astimezone(UTC).isoformat(timespec='microseconds')}|{note.verb}|".encode()
    texts = (note.about, note.actor, note.details, *note.subjects)
    return hashlib.sha256(b"\x00" + head + b"".join(text.digest() for text in texts)).digest()


def merkle_root(leaves: Sequence[bytes]) -> bytes:
    """Return the root of the hash tree over leaves, split as in RFC 9162 2.1. Raises ValueError for none."""
    if not leaves:
        raise ValueError("a tree needs a leaf")
    level = list(leaves)
    while len(level) > 1:
        pairs = zip(level[::2], level[1::2], strict=False)
        above = [hashlib.sha256(b"\x01" + left + right).digest() for left, right in pairs]
        level = above + level[len(level) - 1 :] * (len(level) % 2)
    return level[0]


@dataclass(frozen=True, slots=True)
class Link:
    """A batch as the chain sees it."""

    sequence: int
    sealed_at: datetime
    count: int
    root: bytes
    previous: bytes

    def hash(self) -> bytes:
        """Return the hash that the next batch points at."""
        moment = self.sealed_at.astimezone(UTC).isoformat(timespec="microseconds")
        head = f"{self.sequence}|{moment}|{self.count}|".encode()
        return hashlib.sha256(b"\x02" + head + self.previous + self.root).digest()

    def head(self) -> str:
        """Return sequence and hash as one would write them down."""
        return f"{self.sequence}:{self.hash().hex()}"


def _(text: str) -> str:
    """Mark a text for the catalogues, which rules do not read: whoever prints it does."""
    return text


FAULTS = {
    "batch_missing": _("batch %(batch)s is missing"),
    "batch_changed": _("batch %(batch)s was changed"),
    "chain_broken": _("batch %(batch)s does not follow the one before it"),
    "note_missing": _("batch %(batch)s lacks a note that was sealed in it"),
    "note_added": _("note %(note)s was added to batch %(batch)s after it was sealed"),
    "note_changed": _("note %(note)s in batch %(batch)s was changed"),
    "notes_reordered": _("note %(note)s in batch %(batch)s stands in another place than when it was sealed"),
    "notes_replaced": _("the notes of batch %(batch)s are not the ones that were sealed"),
    "head_unknown": _("the head that was written down for batch %(batch)s is not in the chain"),
    "erased_unsaid": _("note %(note)s was emptied without an erasure that says so"),
    "erasure_changed": _("the list of what note %(note)s erased was changed"),
}


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """Where the chain breaks first and how; ``note`` where one note can be blamed."""

    batch: int
    fault: str
    note: int | None = None

    def __str__(self) -> str:
        return self.sentence()

    def code(self) -> str:
        """Return the finding as it is stored: fault, batch and note."""
        return f"{self.fault} {self.batch} {self.note or 0}"

    @staticmethod
    def from_code(code: str) -> "BrokenLink":
        """Return the finding that was stored."""
        fault, batch, note = code.split()
        return BrokenLink(int(batch), fault, int(note) or None)

    def sentence(self) -> str:
        """Return the finding as an English sentence without a full stop."""
        return FAULTS[self.fault] % {"batch": self.batch, "note": self.note}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a walk along the chain found."""

    ok: bool
    sealed: int
    unsealed: int
    batches: int
    head: str
    first_broken: BrokenLink | None = None


def why_link_broken(link: Link, written: bytes, *, expected: int, previous: bytes) -> BrokenLink | None:
    """Check a batch against the one before it: number, hash, and the hash it points back at."""
    if link.sequence != expected:
        return BrokenLink(expected, "batch_missing")
    if link.previous != previous:
        return BrokenLink(link.sequence, "chain_broken")
    return None if link.hash() == written else BrokenLink(link.sequence, "batch_changed")


def why_batch_broken(link: Link, sealed: Sequence[tuple[int, bytes, NoteValue]]) -> BrokenLink | None:
    """Check the notes of a batch, given by place as (id, leaf written when sealed, note as it stands)."""
    for pk, leaf_then, note in sealed:
        if not _is_leaf(leaf_then, note):
            return BrokenLink(link.sequence, "note_changed", pk)
    for (before, _, _), (pk, _, _) in pairwise(sealed):
        if pk < before:
            return BrokenLink(link.sequence, "notes_reordered", pk)
    if len(sealed) < link.count:
        return BrokenLink(link.sequence, "note_missing")
    if len(sealed) > link.count:
        return BrokenLink(link.sequence, "note_added", sealed[-1][0])
    root = merkle_root([leaf_then for _, leaf_then, _ in sealed])
    return None if root == link.root else BrokenLink(link.sequence, "notes_replaced")


def _is_leaf(leaf_then: bytes, note: NoteValue) -> bool:
    try:
        return leaf(note) == leaf_then
    except ValueError:
        return False
