"""The registrar's side of RFC 9474, blind RSA signatures (variant RSABSSA-SHA384-PSS-Randomized), and a vote's keys.

``Signer`` is the port. ``software`` signs in this process. A hardware module takes its place as another class with the same
two members, returned by ``signer``: its ``blind_sign`` is one raw RSA operation (PKCS#11: C_Sign with CKM_RSA_X_509) on a key
that was made in the module, and of which ``keys`` then keeps the label instead of the key (docs/decisions/0016).
"""

from typing import Protocol

from madang.city.voting.signing.keys import SecretChanged, VoteKeys, made, opened, sealed
from madang.city.voting.signing.software import BadBlinded, SigningFailed, SoftwareSigner

__all__ = [
    "BadBlinded", "SecretChanged", "Signer", "SigningFailed", "SoftwareSigner", "VoteKeys", "made", "opened", "sealed", "signer",
]  # fmt: skip


class Signer(Protocol):
    """Whoever signs tokens without seeing them."""

    @property
    def public_key(self) -> bytes:
        """The key that everybody checks tokens with, as DER of SubjectPublicKeyInfo."""

    def blind_sign(self, blinded: bytes) -> bytes:
        """Return the blind signature of a blinded message, as many bytes as the key has.

        The same message always gives the same signature. Raises BadBlinded for another size and for numbers that are not
        below the modulus; SigningFailed, and nothing leaves, if the signature does not hold.
        """


def signer(keys: VoteKeys) -> Signer:
    """Return who signs with a vote's keys."""
    return SoftwareSigner(keys.tokens)
