"""What people read about moderation: refusals, the four reasons, the signs of spam, letters to authors and moderators."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from madang.city.kernel.registries.notice_kinds import NoticeKind
from madang.city.proposals.rules.moderation import Reason
from madang.city.proposals.rules.spam import Sign

MODERATED = "proposal.moderated"

SENTENCES = {
    "proposals.appeal_late": _("An objection can be made within %(days)s days."),
    "proposals.decided_already": _("The author objects to what was decided. Judge the objection instead."),
    "proposals.many_reports": _("You have reported %(most)s texts today. Moderators look at them first."),
    "proposals.no_moderated_text": _("There is no such text."),
    "proposals.not_hidden": _("This text is not hidden."),
    "proposals.own_report": _("Nobody judges what they have reported. Leave it to another moderator."),
    "proposals.own_text": _("Nobody reports or judges their own text. Leave it to somebody else."),
    "proposals.reported_already": _("You have reported this text already. A moderator looks at it."),
}
VERBS = {
    "moderation.appealed": _("Objected to a hidden text"),
    "moderation.hid": _("Hid a text"),
    "moderation.kept": _("Looked at a text and kept it"),
    "moderation.noticed": _("Came upon a text as a moderator"),
    "moderation.overturned": _("Showed a hidden text again after an objection"),
    "moderation.reported": _("Reported a text"),
    "moderation.scored": _("An automatic check held a text back"),
    "moderation.upheld": _("Left a text hidden after an objection"),
}
NOTICE_KINDS = (NoticeKind(MODERATED, _("Moderation of what you write")),)
REASONS: Mapping[Reason, object] = {
    Reason.SPAM: _("Advertising or spam"),
    Reason.INSULT: _("Insult or hate"),
    Reason.PRIVATE: _("Somebody's personal data"),
    Reason.OFF_TOPIC: _("Has nothing to do with the subject"),
}
SIGNS: Mapping[Sign, object] = {
    Sign.LINKS: _("%(count)s links, to %(hosts)s"),
    Sign.SHORTENED: _("Links that hide where they lead: %(hosts)s"),
    Sign.ADVERTISING: _("%(count)s words that stand in advertising: %(words)s"),
    Sign.INSULTS: _("%(count)s insults: %(words)s"),
    Sign.PERSONAL: _("%(count)s telephone or identity numbers or e-mail addresses"),
    Sign.OWN_COPY: _("The same person has written nearly the same %(count)s times within a day"),
    Sign.OTHERS_COPY: _("Other people have written nearly the same %(count)s times within a day"),
    Sign.SPEED: _("%(count)s texts by the same person within an hour"),
    Sign.NEW: _("The account is %(days)s days old"),
    Sign.SHOUTING: _("The sign “%(sign)s” is repeated many times"),
}
# Letters, by what happened: subject and text.
LETTERS: Mapping[str, tuple[object, object]] = {
    "held": (
        _("Your text waits for a moderator"),
        _("An automatic check holds your text back, as it looks like advertising or an insult. A moderator looks at it soon."),
    ),
    "kept": (_("Your text is shown"), _("A moderator has looked at your text, and it is shown.")),
    "hidden": (
        _("Your text is hidden"),
        _("A moderator has hidden your text. The reason: %(reason)s.\n\n%(words)s\n\nYou may object within %(days)s days."),
    ),
    "upheld": (
        _("Your objection: the text stays hidden"),
        _("Another moderator has looked at your objection: the text stays hidden.\n\n%(words)s"),
    ),
    "overturned": (
        _("Your objection: the text is shown again"),
        _("Another moderator has looked at your objection: the text is shown again.\n\n%(words)s"),
    ),
}
WORK: Mapping[str, tuple[object, object]] = {
    "reported": (_("A text to look at"), _("Somebody has reported a text.")),
    "scored": (_("A text to look at"), _("An automatic check holds a text back.")),
    "first": (_("New statements to read"), _("Somebody has said something in a conversation where a moderator reads first.")),
    "appealed": (_("An objection to judge"), _("An author objects to a hidden text. Another moderator judges.")),
}
