"""The Open Data Plaza."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OpendataConfig(AppConfig):
    """Registers what the Plaza offers to the rest of the city."""

    name = "madang.city.opendata"
    label = "opendata"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register sentences, verbs and the navigation's entry; each room adds its own lines."""
        from madang.city.kernel import refusals
        from madang.city.kernel.registries import journal_verbs

        # The catalogue
        from madang.city.opendata.services import catalogue

        refusals.register_sentences(CATALOGUE_SENTENCES)
        refusals.register_sentences(catalogue.SENTENCES)
        journal_verbs.register(catalogue.VERBS)

        # Versions and corrections
        from madang.city.kernel.registries import notice_kinds, personal_data
        from madang.city.opendata.services import versions
        from madang.city.opendata.services.correcting import CorrectionsHeld

        refusals.register_sentences(versions.SENTENCES)
        journal_verbs.register(versions.VERBS)
        for kind in versions.NOTICE_KINDS:
            notice_kinds.register(kind)
        personal_data.register(CorrectionsHeld())

        # Publishers' pages
        from madang.city.kernel.registries import navigation

        navigation.register_for_staff(navigation.Entry(25, _("Data"), "list", "opendata:staff-data", ("/staff/data",)))

        # Asking
        from madang.city.opendata.services import asking_sentences

        refusals.register_sentences(asking_sentences.SENTENCES)

        # Harvests
        from madang.city.opendata.services import harvesting

        refusals.register_sentences(harvesting.SENTENCES)
        journal_verbs.register(harvesting.VERBS)

        # Pages of data sets
        from madang.city.opendata.services import chart_sentences

        refusals.register_sentences(chart_sentences.SENTENCES)


CATALOGUE_SENTENCES = {
    "opendata.no_dataset": _("There is no data set %(slug)s. Look for it in the list of data sets."),
}
