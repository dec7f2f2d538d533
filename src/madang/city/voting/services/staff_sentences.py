"""What refusals of those who ask for the city are called, and their acts."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "voting.letters_of_other": _("Only the officer who ordered the letters gets them."),
    "voting.letters_printing": _("The letters are still being printed. Wait until they are ready."),
    "voting.letters_taken": _("There are no letters here: they were handed over, or thrown away. Have new ones printed."),
    "voting.no_letters_ordered": _("No letters are ordered."),
    "voting.person_again": _("Too much time has passed. Find the person again."),
    "voting.roll_file_large": _("The file has more than %(most)s MB."),
    "voting.roll_file_unread": _(
        "This file cannot be read as a table. Save it as CSV (UTF-8) or as an Excel workbook. Nothing was loaded."
    ),
    "voting.next_missing": _("Say by which day the next step comes."),
    "voting.next_past": _("The day of the next step is over. Choose a later one."),
    "voting.number_code_wrong": _("This code does not fit this number, or its minutes are over. Ask for a new one."),
    "voting.number_not_listed": _("This number is not on the list of this vote. Check it figure by figure."),
    "voting.number_unread": _("This is no telephone number. Write it like 010-1234-5678 or +82 10 1234 5678."),
    "voting.official_stv": _(
        "Anybody can count an official vote again with the program that the city publishes."
        " That program does not count single transferable votes: choose another rule."
    ),
}

VERBS = {
    "looked-for-number": _("Looked for a telephone number on a list of voters"),
    "ordered-letters": _("Ordered letters with codes"),
    "stopped-letters": _("Threw away letters with codes"),
    "took-letters": _("Took letters with codes"),
}
