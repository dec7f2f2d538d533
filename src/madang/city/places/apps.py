"""Places: areas, addresses, the map."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from madang.city.kernel import refusals
from madang.city.kernel.registries import datasets, search

SENTENCES = {
    "places.address_several": _("Several addresses fit. Write one of them: %(addresses)s"),
    "places.address_unknown": _("The city knows no such address. Write the street and the number, or choose a point on the map"),
}


class PlacesConfig(AppConfig):
    """Registers what places offers to the rest of the city."""

    name = "madang.city.places"
    label = "places"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Offer areas to the search and to the Open Data Plaza, and say what is refused."""
        from madang.city.places.datasets import AreasDataset
        from madang.city.places.queries import AreaSearch

        refusals.register_sentences(SENTENCES)
        search.register(AreaSearch())
        datasets.register(AreasDataset())
