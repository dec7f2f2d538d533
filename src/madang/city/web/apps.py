"""Home, navigation and search across systems."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebConfig(AppConfig):
    """Registers the home page in the navigation."""

    name = "madang.city.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the entry."""
        from madang.city.kernel.registries import navigation

        navigation.register(navigation.Entry(10, _("Home"), "home", "web:home"))
        navigation.register(navigation.Entry(30, _("Inbox"), "inbox", "portal:inbox", ("/staff/",), for_staff=True))
        navigation.register(navigation.Entry(40, _("My things"), "folder", "portal:cases", ("/my/", "/notices")))
