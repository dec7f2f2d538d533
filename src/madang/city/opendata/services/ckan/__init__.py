"""Writes that clients of CKAN's protocol ask for; each goes through the services that everybody else goes through."""

from madang.city.opendata.services.ckan.gatherings import delete_group, delete_organization, save_group, save_organization
from madang.city.opendata.services.ckan.packages import (
    add_link,
    create_package,
    drop_link,
    replace_link,
    take_back,
    update_package,
)
from madang.city.opendata.services.ckan.rows import Sent, create_rows, delete_rows, upsert_rows

__all__ = [
    "Sent",
    "add_link",
    "create_package",
    "create_rows",
    "delete_group",
    "delete_organization",
    "delete_rows",
    "drop_link",
    "replace_link",
    "save_group",
    "save_organization",
    "take_back",
    "update_package",
    "upsert_rows",
]
