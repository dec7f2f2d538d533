"""CKAN's data model and the Plaza's, mapped both ways without loss; its search language; its errors. Pure."""

from madang.city.opendata.rules.ckan.asked import (
    flag,
    listed,
    mapping,
    text,
    texts,
    whole,
)
from madang.city.opendata.rules.ckan.faults import CkanFault, bad_value, forbidden, missing, not_found, unreadable_query
from madang.city.opendata.rules.ckan.packages import (
    Group,
    LinkResource,
    Organization,
    Package,
    TableResource,
    group_dict,
    organization_dict,
    package_dict,
    resources_of,
    table_id,
    tag_dict,
)
from madang.city.opendata.rules.ckan.reading import (
    Received,
    ReceivedOrganization,
    organization_of,
    package_of,
)
from madang.city.opendata.rules.ckan.solr import Clause, Every, Match, Negated, Span, Words, parsed

__all__ = [
    "CkanFault", "Clause", "Every", "Group", "LinkResource", "Match", "Negated", "Organization", "Package", "Received",
    "ReceivedOrganization", "Span", "TableResource", "Words", "bad_value", "flag", "forbidden", "group_dict", "listed", "mapping",
    "missing", "not_found", "organization_dict", "organization_of", "package_dict", "package_of", "parsed", "resources_of",
    "table_id", "tag_dict", "text", "texts", "unreadable_query", "whole",
]  # fmt: skip
