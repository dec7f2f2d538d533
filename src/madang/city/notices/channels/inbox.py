"""The inbox on the site: the notice's own row, delivered the moment it is saved."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from madang.city.notices.channels.message import Message
from madang.city.notices.rules import Answer, Outcome


class InboxChannel:
    """Reaches everybody, at once."""

    name = "inbox"
    label = _("Inbox on this site")
    immediate = True
    may_repeat = True

    def targets(self, account_id: int) -> Sequence[str]:
        """Return the account itself."""
        return ("",)

    def send(self, message: Message) -> Answer:
        """Say that it is there."""
        return Answer(Outcome.SENT)
