"""Keyed hashes: of who votes, of list entries, of codes. Each key needs the site's secret, which no table holds."""

import base64
import hashlib
import hmac

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

PEOPLE, BALLOTS = "people", "ballots"


def derived(*purpose: str) -> bytes:
    """Return the site's key of 32 bytes for a purpose."""
    return hmac.digest(settings.SECRET_KEY.encode(), "\n".join(("madang.voting", *purpose)).encode(), hashlib.sha256)


def roll_key(reference: str) -> bytes:
    """Return the key under which the entries of a vote's list are hashed."""
    return derived("roll", reference)


def roll_digest(reference: str, entry: str) -> bytes:
    """Return what is kept of a list's tidied entry."""
    return hmac.digest(roll_key(reference), entry.encode(), hashlib.sha256)


def voter_digest(stored: bytes, purpose: str, reference: str, person: str) -> bytes:
    """Return the hash of a person in one vote; without ``stored``, which is erased at closing, nobody finds it again."""
    key = hmac.digest(derived(purpose, reference), stored, hashlib.sha256)
    return hmac.digest(key, person.encode(), hashlib.sha256)


def secret_hash(secret: str) -> str:
    """Return what is kept of a random secret of at least 128 bits, or one that lives for minutes, under the site's key."""
    return hmac.digest(derived("secret"), secret.encode(), hashlib.sha256).hex()


def result_key() -> Ed25519PrivateKey:
    """Return the key that the city signs results with; whoever knows the site's secret has it."""
    return Ed25519PrivateKey.from_private_bytes(derived("results"))


def public_result_key() -> str:
    """Return the public half of ``result_key``, base64 of its 32 bytes."""
    return base64.b64encode(result_key().public_key().public_bytes_raw()).decode()


def signed(text: str) -> str:
    """Return the city's signature over a text, base64."""
    return base64.b64encode(result_key().sign(text.encode())).decode()
