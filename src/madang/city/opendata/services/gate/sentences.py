"""What people read when the gate refuses, and what its acts are called in the journal."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "opendata.gate_not_looked": _("Nobody has looked through this version yet. Wait until its file is read."),
    "opendata.gate_undecided": _("The gate has found something in this version that nobody has decided yet."),
    "opendata.gate_decided": _("Somebody has decided about this version already, in another way. Read the decision first."),
    "opendata.gate_not_waiting": _("This version does not wait at the gate, so there is nothing to decide."),
    "opendata.gate_k": _("%(subject)s is no threshold. Choose a whole number from 2 to 1,000."),
    "opendata.gate_choose": _("Choose what is done about every finding. %(subject)s has no choice, or two."),
    "opendata.gate_no_finding": _("The gate has not found %(subject)s. Choose among what it has found."),
    "opendata.gate_no_column": _("The table has no column %(subject)s."),
    "opendata.gate_no_measure": _("This measure does not help against %(subject)s. Choose another one."),
    "opendata.gate_not_number": _("%(subject)s holds no numbers. This measure is for numbers."),
    "opendata.gate_number": _("Give a number above zero for %(subject)s."),
    "opendata.gate_decimals": _("Keep 0 to 4 decimals of the place in %(subject)s."),
    "opendata.gate_reason": _("Say why %(subject)s may be published as it is."),
    "opendata.gate_words": _("The reason for %(subject)s is too long. Use 500 characters at most."),
    "opendata.gate_no_column_left": _("Nothing would be left of the table. Keep a column, or throw the version away."),
    "opendata.gate_too_large": _(
        "The table has too many counts to protect them together."
        " Publish a coarser one, for example by month, or leave the counts out."
    ),
    "opendata.gate_recovers": _(
        "%(count)s small counts could still be worked out from what is published, also in earlier versions."
        " Leave the counts out, or publish a coarser table."
    ),
}
VERBS = {
    "passed-gate": _("Decided what is protected before publication"),
}
