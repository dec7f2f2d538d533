"""SMS: a port. The file gateway writes what would be sent; a city names its provider's class in MADANG_SMS_CHANNEL."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from madang.city.notices.channels.message import Message
from madang.city.notices.rules import Answer, Outcome, one_line
from madang.city.people import queries as people
from madang.city.people.rules import SYSTEM

MAX_SIGNS = 300


class SmsGateway(Protocol):
    """What a provider's class must do."""

    def send(self, *, number: str, text: str, reference: str) -> Answer:
        """Try once; ``reference`` is the same for every attempt at one message."""
        ...


class FileGateway:
    """Writes each message into a file of its own; for the demo and for tests."""

    def send(self, *, number: str, text: str, reference: str) -> Answer:
        """Write the message; a second time finds it there."""
        folder = Path(settings.DATA_DIR) / "sms"
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{reference.strip('<>').partition('@')[0]}.json"
        path.write_text(json.dumps({"number": number, "text": text}, ensure_ascii=False) + "\n", encoding="utf-8")
        return Answer(Outcome.SENT, path.name)


class SmsChannel:
    """Reaches residents who gave a telephone number and asked for it; each message costs, so none is risked twice."""

    name = "sms"
    label = _("Text message")
    immediate = False
    may_repeat = False

    def targets(self, account_id: int) -> Sequence[str]:
        """Return the account itself if its resident gave a number."""
        return ("",) if _number(account_id) else ()

    def send(self, message: Message) -> Answer:
        """Hand the message to the gateway once."""
        number = _number(message.account_id)
        if not number:
            return Answer(Outcome.GONE, "the account has no telephone number")
        text = one_line(f"{message.subject} {message.url}")[:MAX_SIGNS]
        return gateway().send(number=number, text=text, reference=message.message_id)


def _number(account_id: int) -> str:
    resident = people.resident_of(account_id)
    return people.profile(resident, viewer=SYSTEM, purpose="notices").phone if resident else ""


def gateway() -> SmsGateway:
    """Return the provider that the city has named; without one, files."""
    chosen: SmsGateway = FileGateway() if settings.SMS_CHANNEL == "file" else import_string(settings.SMS_CHANNEL)()
    return chosen
