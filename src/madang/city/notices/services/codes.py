"""Send a code by text message to a number that belongs to no account: the one door by which such a message leaves."""

import hashlib
import re
import secrets

from django.utils import translation
from django.utils.translation import gettext as _

from madang.city.kernel.http.limits import spend
from madang.city.kernel.refusals import Refused
from madang.city.kernel.text import language_code
from madang.city.notices.channels.sms import gateway
from madang.city.notices.rules import Outcome

RATES = ("1/m", "5/h", "10/d")
_NUMBER, _CODE = re.compile(r"\+[0-9]{7,15}"), re.compile(r"[0-9]{4,8}")


def send_code(*, number: str, code: str, language: str) -> Outcome | None:
    """Send a code, and nothing else, to a number; return how that ended, None where nothing was tried.

    number    whole, with its country: ``+821012345678``; it is kept nowhere
    code      4 to 8 digits
    language  key of the one word around the code: en, ko, zh

    A number gets one message a minute, five an hour and ten a day at most, whoever asks for them: no more are tried.
    Raises ValueError for what is no number or no code.
    """
    if not _NUMBER.fullmatch(number) or not _CODE.fullmatch(code):
        raise ValueError("a code of 4 to 8 digits goes to a whole number such as +821012345678")
    try:
        for rate in RATES:
            spend(f"notices.code.{rate}", rate, hashlib.sha256(number.encode()).hexdigest())
    except Refused:
        return None
    with translation.override(language_code(language)):
        text = _("Your code: %(code)s") % {"code": code}
    return gateway().send(number=number, text=text, reference=f"code-{secrets.token_hex(16)}").outcome
