"""What everybody needs."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    """Registers what kernel offers to the rest of the city."""

    name = "madang.city.kernel"
    label = "kernel"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the sentences about pictures."""
        from madang.city.kernel import pictures, refusals

        refusals.register_sentences(pictures.SENTENCES)
