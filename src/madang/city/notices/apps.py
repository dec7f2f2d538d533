"""Notices: what the city tells people, on the site and by mail, push and SMS."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from madang.city.kernel.refusals import register_sentences
from madang.city.kernel.registries.staff_pages import Standing

SENTENCES = {
    "notices.not_failed": _("This delivery has not failed, or is on its way again already."),
    "notices.unknown": _("This is not there any more."),
    "notices.push_endpoint": _("This browser's push service is not one that the city knows. Choose e-mail instead."),
    "notices.push_keys": _("This browser did not send the keys that notices are locked with. Reload the page and try again."),
}


def _standing() -> Standing:
    from madang.city.notices import queries

    count = queries.deliveries_by_state().get("failed", 0)
    return Standing(ngettext("%(n)s given up", "%(n)s given up", count) % {"n": f"{count:,}"}, needs_care=count > 0)


class NoticesConfig(AppConfig):
    """Registers what notices offers to the rest of the city."""

    name = "madang.city.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Give the refusals their sentences, and say what is held about people."""
        from madang.city.kernel.registries import journal_verbs, personal_data, staff_pages
        from madang.city.notices.services.holding import NoticesHeld
        from madang.city.people.rules import why_not_keep_the_site

        register_sentences(SENTENCES)
        label, text = _("Notices that did not arrive"), _("What no channel could deliver, and why")
        page = staff_pages.StaffPage(20, label, text, "notices:failed", why_not_keep_the_site, _standing)
        staff_pages.register(page)
        journal_verbs.register({"unsubscribed": _("Ended a kind of notice")})
        personal_data.register(NoticesHeld())
