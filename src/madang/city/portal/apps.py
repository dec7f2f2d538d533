"""Citizen Cloud."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    """Registers what portal offers to the rest of the city."""

    name = "madang.city.portal"
    label = "portal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register sentences, the navigation's entry and the search source; each room adds its own lines."""
        from madang.city.kernel import refusals
        from madang.city.kernel.registries import navigation, search
        from madang.city.portal.queries.finding import CATALOGUE_SOURCE

        # The catalogue
        refusals.register_sentences(CATALOGUE_SENTENCES)
        refusals.register_sentences(API_SENTENCES)
        navigation.register(navigation.Entry(20, _("Services"), "list", "portal:services", ("/services", "/check")))
        search.register(CATALOGUE_SOURCE)

        # Cases
        from madang.city.kernel.registries import datasets, notice_kinds, personal_data
        from madang.city.portal.datasets import SERVICE_FIGURES
        from madang.city.portal.services.cases.held import CasesHeld
        from madang.city.portal.services.cases.sentences import NOTICE_KINDS, SENTENCES

        refusals.register_sentences(SENTENCES)
        for kind in NOTICE_KINDS:
            notice_kinds.register(kind)
        personal_data.register(CasesHeld())
        datasets.register(SERVICE_FIGURES)

        # Applying
        from madang.city.portal.services.drafts import DraftsHeld
        from madang.city.portal.services.drafts import sentences as applying

        refusals.register_sentences(applying.SENTENCES)
        for kind in applying.NOTICE_KINDS:
            notice_kinds.register(kind)
        personal_data.register(DraftsHeld())


CATALOGUE_SENTENCES = {
    "portal.slug_taken": _(
        "The service %(slug)s stands in the catalogue already, from the list “%(source)s”. Give yours another id."
    ),
    "portal.unknown_authority": _(
        "The service %(service)s names the department %(code)s, which does not exist. Add it, or name another."
    ),
    "portal.reserved_slug": _("The site itself uses the address /services/%(service)s. Give the service another id."),
    "portal.no_service": _("There is no such service. Look for it in the list of services."),
}

API_SENTENCES = {
    "portal.unknown_fact": _("There is no fact called %(name)s. Did you mean %(near)s?"),
    "portal.no_such_day": _("There is no day %(day)s."),
    "portal.outcome_missing": _("A decision needs an outcome: granted, partly_granted or refused."),
    "portal.fact_of_other_type": _("The fact %(name)s has a value that is not of its type (%(type)s)."),
}
