"""Actions about the site itself."""

from typing import Any

from django.conf import settings

from madang.city.kernel.text import localised
from madang.city.opendata.api.ckan.registry import Asked, action, actions
from madang.city.opendata.rules import ckan
from madang.city.opendata.rules.licences import LICENCES
from madang.city.people.rules import NOBODY

CKAN_VERSION = "2.10.0"  # the version whose action API is spoken


@action("status_show")
def status_show(asked: Asked) -> dict[str, Any]:
    """Return what this site is, which version of CKAN's action API it speaks, and in which languages its texts are."""
    return {
        "site_title": localised(settings.CITY_NAME, asked.lang),
        "site_description": localised(settings.CITY_OFFICE, asked.lang),
        "site_url": asked.site,
        "ckan_version": CKAN_VERSION,
        "software": "Madang",
        "error_emails_to": None,
        "locale_default": asked.lang,
        "extensions": ["datastore"],
    }


@action("site_read")
def site_read(asked: Asked) -> bool:
    """Return true: everybody may read this site."""
    return True


@action("help_show")
def help_show(asked: Asked) -> str:
    """Return what the action ``name`` does."""
    name = ckan.text(asked.values, "name")
    known = actions().get(name)
    if known is None:
        raise ckan.not_found(f"Action name not known: {name[:80]}")
    return known.help


@action("license_list")
def license_list(asked: Asked) -> list[dict[str, Any]]:
    """Return the licences that data sets here may have."""
    return [
        {
            "id": one.ckan_id or one.key,
            "title": one.titles["en"],
            "title_translated": dict(one.titles),
            "url": one.url,
            "status": "active",
            "is_okd_compliant": one.is_open,
            "od_conformance": "approved" if one.is_open else "not reviewed",
            "is_generic": one.key.startswith("other-"),
            "domain_data": True,
            "domain_content": True,
            "domain_software": False,
            "family": "",
            "maintainer": "",
        }
        for one in LICENCES.values()
    ]


@action("user_show")
def user_show(asked: Asked) -> dict[str, Any]:
    """Return whom the token that is sent with the request stands for; nobody else's account is shown."""
    if asked.viewer == NOBODY:
        raise ckan.forbidden("only your own account, with its token")
    staff = asked.viewer.staff
    name = str(asked.viewer.actor).replace(":", "-")
    wanted = ckan.text(asked.values, "id", name)
    if wanted != name:
        raise ckan.not_found()
    return {
        "id": name,
        "name": name,
        "display_name": staff.name if staff else name,
        "fullname": staff.name if staff else name,
        "state": "active",
        "sysadmin": bool(staff and staff.role == "administrator"),
        "about": None,
        "number_created_packages": 0,
    }


@action("user_list")
def user_list(asked: Asked) -> list[str]:
    """Return nobody: accounts are not listed."""
    return []
