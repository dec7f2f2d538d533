"""The key that the city signs with as an identity provider: from a file named by the operator, else made once and kept."""

import os
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from madang.city.kernel.environment import BadSetting, text

KEY_BITS = 2048


def signing_key(data_dir: Path) -> str:
    """Return the private key (PEM) of MADANG_OIDC_SIGNING_KEY_FILE, or the one of the data folder, made at the first start.

    Raises BadSetting where the named file cannot be read.
    """
    named = text("MADANG_OIDC_SIGNING_KEY_FILE")
    if not named:
        return _kept(data_dir / "signing-key.pem")
    try:
        return Path(named).read_text()
    except OSError as problem:
        raise BadSetting(f"MADANG_OIDC_SIGNING_KEY_FILE is {named}, which cannot be read: {problem.strerror}.") from problem


def _kept(path: Path) -> str:
    if path.exists():
        return path.read_text()
    path.parent.mkdir(parents=True, exist_ok=True)
    made = path.with_suffix(f".{os.getpid()}")
    handle = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(_new_key())
    try:
        os.link(made, path)
    except FileExistsError:
        pass
    finally:
        made.unlink()
    return path.read_text()


def _new_key() -> str:
    key = rsa.generate_private_key(public_exponent=65_537, key_size=KEY_BITS)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
