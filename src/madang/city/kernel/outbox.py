"""Mails as files, where no mail server is named: the demo's outbox."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail.backends import filebased


class EmailBackend(filebased.EmailBackend):
    """Writes mails into a folder that nobody else on the machine can read: they hold the codes that sign people in."""

    def __init__(self, *args: Any, **options: Any) -> None:
        """Make the folder, or shut it to others if it stands open."""
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if folder.stat().st_mode & 0o077:
            folder.chmod(0o700)
        super().__init__(*args, **options)
