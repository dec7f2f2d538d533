"""What refusals of those who ask for the city are called, and their acts."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "voting.next_missing": _("Say by which day the next step comes."),
    "voting.next_past": _("The day of the next step is over. Choose a later one."),
    "voting.official_stv": _(
        "Anybody can count an official vote again with the program that the city publishes."
        " That program does not count single transferable votes: choose another rule."
    ),
}

VERBS: dict[str, object] = {}
