"""The keys of one vote: made when it opens, kept encrypted under the site's secret, destroyed when it closes."""

import json
import secrets
from dataclasses import dataclass
from typing import cast

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key
from django.conf import settings

KEY_BITS, EXPONENT, NONCE_BYTES = 3_072, 65_537, 12


class SecretChanged(RuntimeError):
    """Raised where keys were kept under another secret of the site."""


@dataclass(frozen=True, slots=True)
class VoteKeys:
    """What only the city knows of one vote.

    tokens  signs tokens, blindly
    log     signs the log's checkpoints
    people  32 bytes under which those who got a token are hashed
    """

    tokens: RSAPrivateKey
    log: Ed25519PrivateKey
    people: bytes


def made() -> VoteKeys:
    """Return new keys."""
    return VoteKeys(generate_private_key(EXPONENT, KEY_BITS), Ed25519PrivateKey.generate(), secrets.token_bytes(32))


def sealed(keys: VoteKeys, reference: str) -> bytes:
    """Return the keys as they are kept for the vote with this reference: AES-256-GCM, bound to the reference."""
    plain = {"tokens": _pem(keys.tokens), "log": _pem(keys.log), "people": keys.people.hex()}
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + _cipher(reference).encrypt(nonce, json.dumps(plain).encode(), reference.encode())


def opened(kept: bytes, reference: str) -> VoteKeys:
    """Return the keys that were kept. Raises SecretChanged where the site's secret, or the vote, is another one."""
    try:
        plain = _cipher(reference).decrypt(kept[:NONCE_BYTES], kept[NONCE_BYTES:], reference.encode())
    except InvalidTag as problem:
        message = f"the keys of vote {reference} cannot be opened: MADANG_SECRET_KEY is another one than when it opened"
        raise SecretChanged(message) from problem
    held = json.loads(plain)
    # encrypted by ourselves: checking the primes anew would take longer than signing does
    tokens = load_pem_private_key(held["tokens"].encode(), None, unsafe_skip_rsa_key_validation=True)
    log = load_pem_private_key(held["log"].encode(), None)
    return VoteKeys(cast("RSAPrivateKey", tokens), cast("Ed25519PrivateKey", log), bytes.fromhex(held["people"]))


def _cipher(reference: str) -> AESGCM:
    derived = HKDF(SHA256(), 32, salt=None, info=f"madang.voting.keys/1\n{reference}".encode())
    return AESGCM(derived.derive(settings.SECRET_KEY.encode()))


def _pem(key: RSAPrivateKey | Ed25519PrivateKey) -> str:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
