"""The look: tokens, styles, script, base templates, form fields, template tags, charts."""

from django.apps import AppConfig
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from madang.city.look import rules


class LookConfig(AppConfig):
    """Refuses a city colour that nobody could read."""

    name = "madang.city.look"
    label = "look"

    def ready(self) -> None:
        """Check the city's accent."""
        try:
            weak = rules.why_not_accent(settings.CITY_ACCENT, settings.CITY_ACCENT_DARK)
        except rules.NotAColour as problem:
            raise ImproperlyConfigured(f"MADANG_CITY_ACCENT or MADANG_CITY_ACCENT_DARK: {problem}") from None
        if weak:
            raise ImproperlyConfigured(str(weak))
