"""Import national lists of services as they are: all or nothing, and a second run changes nothing."""

from madang.city.portal.services.importing.listed import FORMATS, Listed, Refusal
from madang.city.portal.services.importing.loading import Report, import_services

__all__ = ["FORMATS", "Listed", "Refusal", "Report", "import_services"]
