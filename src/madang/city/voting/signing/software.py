"""Blind signing in this process: one modular power, made so that neither its time nor a fault tells of the key.

The power runs in constant time (GMP's ``mpz_powm_sec``) on a number that is first multiplied by a fresh random one (base
blinding, RFC 9474, 8.1), by the Chinese remainder theorem. What comes out is checked with the public key before it leaves:
a fault in one half of the theorem would give the factors away (Boneh, DeMillo and Lipton 1997).
"""

import secrets

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from gmpy2 import invert, mpz, powmod, powmod_sec


class BadBlinded(ValueError):
    """Raised for what cannot be a blinded message."""


class SigningFailed(RuntimeError):
    """Raised where a signature came out wrong: the machine is faulty, or somebody makes it so."""


class SoftwareSigner:
    """Signs with a key that lies in memory."""

    def __init__(self, private: rsa.RSAPrivateKey) -> None:
        numbers = private.private_numbers()
        self.public_key = private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        self._size = private.key_size // 8
        self._n, self._e = mpz(numbers.public_numbers.n), mpz(numbers.public_numbers.e)
        self._p, self._q = mpz(numbers.p), mpz(numbers.q)
        self._for_p, self._for_q, self._q_inverse = mpz(numbers.dmp1), mpz(numbers.dmq1), mpz(numbers.iqmp)

    def blind_sign(self, blinded: bytes) -> bytes:
        """Return the blind signature. Raises BadBlinded and SigningFailed. Source: RFC 9474, 4.3, BlindSign"""
        message = mpz.from_bytes(blinded, "big")
        if len(blinded) != self._size or not 0 < message < self._n:
            raise BadBlinded(f"a blinded message has {self._size} bytes and is a number below the key's modulus, but not 0")
        hiding = mpz(secrets.randbelow(int(self._n - 1)) + 1)
        hidden = self._power(message * powmod_sec(hiding, self._e, self._n) % self._n)
        signature = hidden * invert(hiding, self._n) % self._n
        if powmod(signature, self._e, self._n) != message:
            raise SigningFailed("the signature does not hold under its own key; nothing was handed out")
        return bytes(signature.to_bytes(self._size, "big"))

    def _power(self, base: mpz) -> mpz:
        """Return base ** d mod n. Source: RFC 8017, 5.1.2, with first and second factor"""
        by_p = powmod_sec(base % self._p, self._for_p, self._p)
        by_q = powmod_sec(base % self._q, self._for_q, self._q)
        return by_q + self._q * ((by_p - by_q) * self._q_inverse % self._p)
