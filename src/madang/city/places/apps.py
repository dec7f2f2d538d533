"""Places: areas, addresses, the map."""

from django.apps import AppConfig

from madang.city.kernel.registries import datasets, search


class PlacesConfig(AppConfig):
    """Registers what places offers to the rest of the city."""

    name = "madang.city.places"
    label = "places"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Offer areas to the search and to the Open Data Plaza."""
        from madang.city.places.datasets import AreasDataset
        from madang.city.places.queries import AreaSearch

        search.register(AreaSearch())
        datasets.register(AreasDataset())
