"""How the secrets of other services are kept: they are long and random, so a slow hash would only tire the city itself."""

import hashlib
from typing import Any

from django.contrib.auth.hashers import BasePasswordHasher
from django.utils.crypto import constant_time_compare


class RandomSecretHasher(BasePasswordHasher):
    """Keeps a secret of 256 random bits by one salted SHA-256. Never for passwords, which people choose and others guess.

    A slow hash at a door that asks nobody's name lets anybody keep the processors busy by sending wrong secrets.
    """

    algorithm = "sha256_random"

    def encode(self, password: str, salt: str) -> str:
        """Return what is kept of a secret."""
        if not salt or "$" in salt:
            raise ValueError("a salt is needed, without $")
        return f"{self.algorithm}${salt}${hashlib.sha256(f'{salt}${password}'.encode()).hexdigest()}"

    def decode(self, encoded: str) -> dict[str, Any]:
        """Return the parts of what is kept."""
        algorithm, salt, digest = encoded.split("$", 2)
        return {"algorithm": algorithm, "salt": salt, "hash": digest}

    def verify(self, password: str, encoded: str) -> bool:
        """Tell whether a secret is the one that is kept."""
        return constant_time_compare(encoded, self.encode(password, self.decode(encoded)["salt"]))

    def safe_summary(self, encoded: str) -> Any:
        """Return what may be shown of it: how it is kept."""
        return {"algorithm": self.algorithm}

    def must_update(self, encoded: str) -> bool:
        """Tell whether it should be kept anew: never, it is replaced by rotating."""
        return False

    def harden_runtime(self, password: str, encoded: str) -> None:
        """Do nothing: there is no slower way to make equal to."""
