"""Mails that are written to files."""

import pytest
from django.core.mail import EmailMessage, get_connection

BACKEND = "madang.city.kernel.outbox.EmailBackend"


@pytest.mark.parametrize("stands_open", [False, True])
def test_a_mail_with_a_code_is_read_by_nobody_else_on_the_machine(tmp_path, settings, stands_open):
    folder = tmp_path / "var" / "outbox"
    if stands_open:
        folder.mkdir(mode=0o755, parents=True)
    settings.EMAIL_FILE_PATH = folder
    EmailMessage("Code", "1234-5678", "a@haneul.example", ["b@haneul.example"], connection=get_connection(BACKEND)).send()
    [file] = folder.iterdir()
    assert "1234-5678" in file.read_text()
    assert folder.stat().st_mode & 0o777 == 0o700
