"""Home, navigation and search across systems."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from madang.city.kernel.registries.staff_pages import Standing


def _standing() -> Standing:
    from madang.city.kernel.failed_jobs import jobs_by_state

    count = jobs_by_state()["failed"]
    return Standing(ngettext("%(n)s given up", "%(n)s given up", count) % {"n": f"{count:,}"}, needs_care=count > 0)


class WebConfig(AppConfig):
    """Registers the home page in the navigation."""

    name = "madang.city.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the entry."""
        from madang.city.kernel.registries import journal_verbs, navigation, staff_pages
        from madang.city.people.rules import why_not_keep_the_site, why_not_staff

        label, text = _("Jobs that failed"), _("Work that was tried too often, to be tried again")
        staff_pages.register(staff_pages.StaffPage(10, label, text, "web:failed-jobs", why_not_keep_the_site, _standing))
        below = ("/staff/jobs", "/staff/missed-words", "/journal/", "/notices/failed", "/account/staff/")
        navigation.register_for_staff(navigation.Entry(50, _("Care"), "tools", "web:care", below, why_not=why_not_staff))
        journal_verbs.register({"retried": _("Tried a failed job again")})
        navigation.register(navigation.Entry(10, _("Home"), "home", "web:home"))
        navigation.register(navigation.Entry(30, _("Inbox"), "inbox", "portal:inbox", ("/staff/",), for_staff=True))
        navigation.register(navigation.Entry(40, _("My things"), "folder", "portal:cases", ("/my/", "/notices")))
