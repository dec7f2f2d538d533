"""Channels: one file each. A channel knows how to reach somebody and what an answer means; it decides nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from madang.city.notices.channels.email import EmailChannel
from madang.city.notices.channels.inbox import InboxChannel
from madang.city.notices.channels.message import Message
from madang.city.notices.channels.sms import SmsChannel
from madang.city.notices.channels.webpush import WebPushChannel
from madang.city.notices.rules import Answer


class Channel(Protocol):
    """A way to reach people.

    immediate   delivered by the row itself, in the transaction
    may_repeat  the receiver's side recognises a message that comes twice
    by_wish     off unless the person asked for it
    """

    name: str
    label: Any
    immediate: bool
    may_repeat: bool

    def targets(self, account_id: int) -> Sequence[str]:
        """Return where the account is reached on this channel: none, "" for the account itself, or one for each device."""
        ...

    def send(self, message: Message) -> Answer:
        """Try once. Whatever the outside says becomes an answer; only a bug raises."""
        ...


@dataclass(frozen=True, slots=True)
class _All:
    inbox: Channel
    email: Channel
    webpush: Channel
    sms: Channel


_all = _All(InboxChannel(), EmailChannel(), WebPushChannel(), SmsChannel())


def channels() -> Mapping[str, Channel]:
    """Return every channel by its name, in the order in which people see them."""
    return {one.name: one for one in (_all.inbox, _all.email, _all.webpush, _all.sms)}
