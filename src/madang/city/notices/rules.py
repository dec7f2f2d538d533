"""Which channels a notice takes, when it is tried again, and what may be pushed where. Pure."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from hashlib import sha256
from urllib.parse import urlsplit

MAX_TRIES = 7
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720))
CUT_SHORT_AFTER = timedelta(minutes=10)
PUSH_SERVICES = ("fcm.googleapis.com", "push.services.mozilla.com", "notify.windows.com", "push.apple.com")
_LINK = re.compile(r"/(?![/\\])[^\s\\]*")
_BASE64 = re.compile(r"[A-Za-z0-9_-]+={0,2}")


class State(StrEnum):
    """Where a delivery stands. ``dropped``: there was nobody to reach any more."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"


class Outcome(StrEnum):
    """How an attempt ended. ``begun`` without an end: the worker was cut short."""

    BEGUN = "begun"
    SENT = "sent"
    TRY_AGAIN = "try-again"
    REFUSED = "refused"
    GONE = "gone"
    CUT_SHORT = "cut-short"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a channel said to one attempt."""

    outcome: Outcome
    said: str = ""


@dataclass(frozen=True, slots=True)
class Next:
    """What becomes of a delivery after an attempt; ``wait`` only where it is tried again."""

    state: State
    wait: timedelta | None = None


def wants(channel: str, *, defaults: Collection[str], wishes: Mapping[str, bool], reached: Collection[str]) -> bool:
    """Tell whether a notice goes through a channel.

    defaults  the channels of its kind
    wishes    what the person said, by channel
    reached   channels on which the person has asked to be reached at all, such as a browser that they subscribed

    The inbox always holds everything that its kind puts there, so that nobody misses what concerns them by a choice.
    """
    if channel == "inbox":
        return channel in defaults
    if channel in wishes:
        return wishes[channel]
    return channel in defaults or channel in reached


def after(answer: Answer, tries: int) -> Next:
    """Return what follows the answer to the attempt number ``tries``."""
    if answer.outcome is Outcome.SENT:
        return Next(State.SENT)
    if answer.outcome is Outcome.GONE:
        return Next(State.DROPPED)
    if answer.outcome is Outcome.REFUSED or tries >= MAX_TRIES:
        return Next(State.FAILED)
    return Next(State.WAITING, WAITS[min(tries, len(WAITS)) - 1])


def after_cut_short(tries: int, *, may_repeat: bool) -> Next:
    """Return what follows an attempt whose worker died: nobody knows whether the message went out.

    may_repeat  a second message is recognised as the first one (mail by Message-ID, push by topic), so trying again is safe;
                where it is not, as with SMS, the delivery fails and a person decides
    """
    if may_repeat and tries < MAX_TRIES:
        return Next(State.WAITING, timedelta(0))
    return Next(State.FAILED)


def message_id(slug: str, channel: str, target: str, host: str) -> str:
    """Return the id under which a message goes out: the same for every attempt, so that a repeated one is recognisable."""
    digest = sha256(f"{slug}|{channel}|{target}".encode()).hexdigest()[:24]
    return f"<{channel}.{digest}@{host}>"


def why_not_link(link: str) -> str:
    """Return why a notice may not lead to ``link``; "" if it may. Notices lead nowhere but into the site."""
    if not link or _LINK.fullmatch(link):
        return ""
    return f"link {link!r}: write an address of this site that begins with /, for example /cases/MD-7K3F-92"


def why_not_subscription(endpoint: str, p256dh: str, auth: str) -> str:
    """Return why a browser's subscription is not taken; "" if it is. Only known push services are ever called."""
    try:
        parts = urlsplit(endpoint)
        port = parts.port
    except ValueError:
        return "endpoint"
    host = parts.hostname or ""
    known = any(host == one or host.endswith("." + one) for one in PUSH_SERVICES)
    if parts.scheme != "https" or port not in (None, 443) or not known or len(endpoint) > 1_000:
        return "endpoint"
    good = _BASE64.fullmatch(p256dh) and len(p256dh) in (87, 88) and _BASE64.fullmatch(auth) and len(auth) in (22, 24)
    return "" if good else "keys"


def one_line(text: str) -> str:
    """Return text without line breaks, as a mail's subject must be."""
    return " ".join(text.split())
