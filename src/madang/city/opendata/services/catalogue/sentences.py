"""What people read when the catalogue refuses something, and what its acts are called in the journal."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "opendata.no_publisher": _("There is no publisher %(slug)s. Look for it in the list of data sets."),
    "opendata.no_series": _("There is no series %(slug)s. Look for it in the list of data sets."),
    "opendata.no_title": _("Give the data set a title in at least one language."),
    "opendata.long_title": _("A title has %(most)s characters at most. Shorten it, and say the rest in the description."),
    "opendata.long_text": _("A description has %(most)s characters at most. Shorten it."),
    "opendata.many_keywords": _("Give %(most)s keywords at most, each with %(longest)s characters at most."),
    "opendata.period_backwards": _("The period ends before it begins. Change one of its days."),
    "opendata.unknown_licence": _("There is no licence %(licence)s. Choose one of the list."),
    "opendata.unknown_frequency": _("There is no frequency %(frequency)s. Choose one of the list."),
    "opendata.unknown_theme": _("There is no theme %(theme)s. Choose one of the list."),
    "opendata.many_links": _("A data set has %(most)s links at most."),
    "opendata.bad_address": _("%(url)s is no address that a page may link to. It must begin with https:// or http://."),
    "opendata.bad_slug": _(
        "%(slug)s cannot stand in an address. Use letters, digits and dashes, and no word of the site itself."
    ),
    "opendata.slug_taken": _("The address %(slug)s belongs to another data set. Choose another one."),
    "opendata.no_department": _("There is no department %(code)s. Choose one of the list."),
    "opendata.say_why_withdrawn": _("Say why the data set is taken back: its page tells everybody."),
    "opendata.nothing_to_open": _("The data set has neither a table nor a link. Add one, then open it."),
    "opendata.already_withdrawn": _("The data set was taken back already."),
    "opendata.not_withdrawn": _("The data set is not taken back."),
}
VERBS = {
    "described": _("Described a data set"),
    "opened": _("Opened a data set"),
    "took-back": _("Took a data set back"),
    "put-back": _("Put a data set back"),
}
