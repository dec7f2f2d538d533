"""E-mail through whatever Django's mail settings name: text and HTML in the receiver's language."""

import smtplib
from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from madang.city.kernel.text import localised
from madang.city.kernel.text.languages import language_code
from madang.city.notices.channels.message import Message
from madang.city.notices.rules import Answer, Outcome, one_line
from madang.city.people import queries as people
from madang.city.people.rules import SYSTEM

NOWHERE = ".invalid"
PURPOSE = "notices"


class EmailChannel:
    """Reaches whoever has an address."""

    name = "email"
    label = _("E-mail")
    immediate = False
    may_repeat = True

    def targets(self, account_id: int) -> Sequence[str]:
        """Return the account itself if it has an address that mail can reach."""
        return ("",) if _address(account_id) else ()

    def send(self, message: Message) -> Answer:
        """Hand the mail to the server once."""
        address = _address(message.account_id)
        if not address:
            return Answer(Outcome.GONE, "the account has no address")
        try:
            handed = _mail(message, address).send()
        except smtplib.SMTPRecipientsRefused as problem:
            code, said = next(iter(problem.recipients.values()))
            return Answer(Outcome.REFUSED if code >= 500 else Outcome.TRY_AGAIN, _said(code, said))
        except smtplib.SMTPDataError as problem:
            outcome = Outcome.REFUSED if problem.smtp_code >= 500 else Outcome.TRY_AGAIN
            return Answer(outcome, _said(problem.smtp_code, problem.smtp_error))
        except smtplib.SMTPResponseException as problem:
            return Answer(Outcome.TRY_AGAIN, _said(problem.smtp_code, problem.smtp_error))
        except (smtplib.SMTPException, OSError) as problem:
            return Answer(Outcome.TRY_AGAIN, f"{type(problem).__name__}: {problem}"[:300])
        return Answer(Outcome.SENT if handed else Outcome.TRY_AGAIN)


def _address(account_id: int) -> str:
    contact = people.contact(account_id, viewer=SYSTEM, purpose=PURPOSE)
    return "" if contact is None or contact.email.endswith(NOWHERE) else contact.email


def _said(code: int, said: bytes | str) -> str:
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"{code} {one_line(words)}"[:300]


def _mail(message: Message, address: str) -> EmailMultiAlternatives:
    code = language_code(message.lang)
    words = {
        "message": message,
        "paragraphs": [part.strip() for part in message.body.split("\n\n") if part.strip()],
        "language": code,
        "office": localised(settings.CITY_OFFICE, message.lang),
        "address": settings.CITY_ADDRESS,
        "phone": settings.CITY_PHONE,
        "accent": settings.CITY_ACCENT,
    }
    with translation.override(code):
        text = render_to_string("notices/mail/notice.txt", words)
        html = render_to_string("notices/mail/notice.html", words)
    mail = EmailMultiAlternatives(one_line(message.subject), text, settings.DEFAULT_FROM_EMAIL, [address])
    mail.attach_alternative(html, "text/html")
    mail.extra_headers = {
        "Message-ID": message.message_id,
        "Auto-Submitted": "auto-generated",
        "Content-Language": code,
        "List-Unsubscribe": f"<{message.unsubscribe_url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    return mail
