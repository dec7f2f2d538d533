"""Notices: what the city tells people, on the site and by mail, push and SMS."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from madang.city.kernel.refusals import register_sentences

SENTENCES = {
    "notices.not_failed": _("This delivery has not failed, or is on its way again already."),
    "notices.unknown": _("This is not there any more."),
    "notices.push_endpoint": _("This browser's push service is not one that the city knows. Choose e-mail instead."),
    "notices.push_keys": _("This browser did not send the keys that notices are locked with. Reload the page and try again."),
}


class NoticesConfig(AppConfig):
    """Registers what notices offers to the rest of the city."""

    name = "madang.city.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Give the refusals their sentences, and say what is held about people."""
        from madang.city.kernel.registries import personal_data
        from madang.city.notices.services.holding import NoticesHeld

        register_sentences(SENTENCES)
        personal_data.register(NoticesHeld())
