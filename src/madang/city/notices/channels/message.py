"""What a channel is handed: a notice in the words of its receiver."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Message:
    """One notice for one receiver through one channel; addresses are whole, texts in one language.

    target           the device, or "" for the account
    lang             language key of the texts: en, ko, zh
    message_id       the same for every attempt
    unsubscribe_url  ends notices of this kind on this channel, without signing in
    """

    account_id: int
    target: str
    lang: str
    subject: str
    body: str
    url: str
    message_id: str
    unsubscribe_url: str
