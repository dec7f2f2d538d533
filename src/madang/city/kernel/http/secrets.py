"""The site's secret: from the environment; in the demo made once and kept in the data folder."""

import os
import secrets
from pathlib import Path

from madang.city.kernel.environment import BadSetting, text

LEAST_LENGTH = 32


def secret_key(data_dir: Path, *, demo: bool) -> str:
    """Return MADANG_SECRET_KEY; in the demo a generated one. Raises BadSetting where a real site has none."""
    given = text("MADANG_SECRET_KEY")
    if given:
        if len(given) < LEAST_LENGTH:
            raise BadSetting(f"MADANG_SECRET_KEY has {len(given)} characters: use {LEAST_LENGTH} or more. {_HOW}")
        return given
    if not demo:
        raise BadSetting(f"MADANG_SECRET_KEY is not set, and a real site needs one. {_HOW}")
    return _kept(data_dir / "secret-key")


_HOW = 'Make one with: python3 -c "import secrets; print(secrets.token_urlsafe(48))"'


def _kept(path: Path) -> str:
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    made = path.with_suffix(f".{os.getpid()}")  # two starts at once: whoever links first wins, and nobody reads half a key
    with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(48))
    try:
        os.link(made, path)
    except FileExistsError:
        pass
    finally:
        made.unlink()
    return path.read_text().strip()
