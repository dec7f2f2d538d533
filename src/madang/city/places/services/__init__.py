"""Change areas and addresses: both come from files."""

from madang.city.places.services.addresses import import_addresses
from madang.city.places.services.areas import Report, import_areas
from madang.city.places.services.reading import Refusal

__all__ = ["Refusal", "Report", "import_addresses", "import_areas"]
