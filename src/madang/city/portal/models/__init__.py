"""Citizen Cloud's tables: the catalogue, applications in the making, cases."""

from madang.city.portal.models.applying import Draft, Upload
from madang.city.portal.models.cases import Case, CaseEvent, CaseNote, Decision, DocumentRequest, Letter, Message, ServiceFigures
from madang.city.portal.models.catalogue import CatalogueVersion, SearchMiss, Service, ServiceLink, ServiceVersion
from madang.city.portal.models.certificates import IssuedDocument

__all__ = [
    "Case", "CaseEvent", "CaseNote", "CatalogueVersion", "Decision", "DocumentRequest", "Draft", "IssuedDocument", "Letter",
    "Message", "SearchMiss", "Service", "ServiceFigures", "ServiceLink", "ServiceVersion", "Upload",
]  # fmt: skip
