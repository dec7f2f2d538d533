"""What people read about proposals that wish the same."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "proposals.nobody_said_same": _("Nobody has said that these two proposals wish the same."),
    "proposals.same_as_itself": _("Choose another proposal than this one."),
}
VERBS = {
    "proposal.said-same": _("Said that two proposals wish the same"),
    "proposal.same-confirmed": _("Confirmed that two proposals wish the same"),
    "proposal.same-declined": _("Declined that two proposals wish the same"),
}
OTHER_SUGGESTED = (
    _("The same wish? %(title)s"),
    _(
        "Somebody says that your proposal and “%(other)s” wish the same. Look at both and say whether they do."
        " You may retire yours in favour of the other; nobody's support moves by itself."
    ),
)
