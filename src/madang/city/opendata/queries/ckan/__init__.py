"""Reads of the catalogue as CKAN's clients ask for it."""

from madang.city.opendata.queries.ckan.gatherings import groups, organizations, tags
from madang.city.opendata.queries.ckan.loading import department_codes, package, package_of_resource, packages
from madang.city.opendata.queries.ckan.searching import Search, found, names, suggested

__all__ = [
    "Search",
    "department_codes",
    "found",
    "groups",
    "names",
    "organizations",
    "package",
    "package_of_resource",
    "packages",
    "suggested",
    "tags",
]
