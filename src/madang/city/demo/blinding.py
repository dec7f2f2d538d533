"""The voter's side of RFC 9474, as a browser has it: prepare, blind, finalise.

For the story of the demo and for tests. The site knows none of it: what blinds a token must never run where it is signed.
"""

import hashlib
import secrets

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import load_der_public_key

from madang.urban.ballots.records import Token, token_message

HASH_BYTES = 48


def public_numbers(spki: bytes) -> tuple[int, int]:
    """Return modulus and exponent of a public key. Raises ValueError for a key of another kind."""
    key = load_der_public_key(spki)
    if not isinstance(key, rsa.RSAPublicKey):
        raise ValueError("tokens are signed with RSA: this is the public key of something else")
    return key.public_numbers().n, key.public_numbers().e


def encoded(message: bytes, salt: bytes, bits: int) -> bytes:
    """Return the PSS encoding with SHA-384. Source: RFC 8017, 9.1.1"""
    size = (bits + 7) // 8
    digest = hashlib.sha384(bytes(8) + hashlib.sha384(message).digest() + salt).digest()
    block = (b"\x01" + salt).rjust(size - HASH_BYTES - 1, b"\0")
    mask = b"".join(hashlib.sha384(digest + turn.to_bytes(4, "big")).digest() for turn in range(size // HASH_BYTES + 1))
    masked = int.from_bytes(block, "big") ^ int.from_bytes(mask[: len(block)], "big")
    return (masked % (1 << bits - 8 * (HASH_BYTES + 1))).to_bytes(len(block), "big") + digest + b"\xbc"


def blinded(message: bytes, salt: bytes, inverse: int, n: int, e: int) -> bytes:
    """Return the blinded message, given the inverse of the factor that hides it. Source: RFC 9474, 4.2"""
    number = int.from_bytes(encoded(message, salt, n.bit_length() - 1), "big")
    return (number * pow(pow(inverse, -1, n), e, n) % n).to_bytes((n.bit_length() + 7) // 8, "big")


def finalised(blind_signature: bytes, inverse: int, n: int) -> bytes:
    """Return the signature that a blind one hides; whoever uses it checks it. Source: RFC 9474, 4.4"""
    return (int.from_bytes(blind_signature, "big") * inverse % n).to_bytes(len(blind_signature), "big")


class Browser:
    """Somebody's browser: it asks for one token of one vote."""

    def __init__(self, vote: str, spki: bytes) -> None:
        """Draw a serial for the vote with this reference, and blind it under the registrar's public key."""
        self.n, self.e = public_numbers(spki)
        self.prefix, self.serial = secrets.token_bytes(32), secrets.token_bytes(32)
        self.inverse = secrets.randbelow(self.n - 2) + 2
        message = self.prefix + token_message(vote, self.serial)
        self.blinded = blinded(message, secrets.token_bytes(48), self.inverse, self.n, self.e)

    def token(self, blind_signature: bytes) -> Token:
        """Return the token that the registrar's answer makes."""
        return Token(self.prefix, self.serial, finalised(blind_signature, self.inverse, self.n))
