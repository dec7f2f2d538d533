"""What a note may hold, and the arithmetic of the chain. Pure."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

GENESIS = bytes(32)
MAX_DETAIL = 64
_SUBJECT = re.compile(r"[a-z][a-z0-9_-]*(:[A-Za-z0-9._/-]+)+|[a-z][a-z0-9_-]*")
_VERB = re.compile(r"[a-z][a-z0-9_.-]{0,59}")
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
_WORD = re.compile(r"[A-Za-z0-9:._/+,#-]*")
_ERASED = re.compile(r"#[0-9a-f]{64}")


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
            return hashlib.sha256(self.salt + self.text.encode()).digest()
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


def check_note(*, verb: str, about: str, actor: str, details: Mapping[str, Any]) -> None:
    """Let only ids, verbs, numbers and codes through. Raises NotANote naming what does not belong."""
    if not _VERB.fullmatch(verb):
        raise NotANote(f"verb {verb!r}: write small letters, figures, points and dashes, for example 'withdrew'")
    for name, text in (("about", about), ("actor", actor)):
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


def salted_hash(salt: bytes, personal: str) -> str:
    """Return what a note may hold in place of a personal text: 64 hex digits that nobody can look up without the salt."""
    return hashlib.sha256(salt + personal.encode()).hexdigest()


def leaf(note: NoteValue) -> bytes:
    """Return the hash of one note. Domain byte 0 keeps leaves and inner nodes of the tree apart (RFC 9162)."""
    head = f"{note.id}|{note.at.astimezone(UTC).isoformat(timespec='microseconds')}|{note.verb}|".encode()
    return hashlib.sha256(b"\x00" + head + note.about.digest() + note.actor.digest() + note.details.digest()).digest()


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


def batch_hash(*, sequence: int, sealed_at: datetime, count: int, root: bytes, previous: bytes) -> bytes:
    """Return the hash that the next batch points at."""
    head = f"{sequence}|{sealed_at.astimezone(UTC).isoformat(timespec='microseconds')}|{count}|".encode()
    return hashlib.sha256(b"\x02" + head + previous + root).digest()
