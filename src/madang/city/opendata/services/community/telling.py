"""Tell people in every language of the site."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import translation

from madang.city.kernel.text import language_key, localised
from madang.city.notices import services as notices
from madang.city.people import queries as people


def in_all(text: Any, **told: Any) -> dict[str, str]:
    """Return a lazy text in every language; values that are texts by language are put in in each one's own."""
    found = {}
    for code, _name in settings.LANGUAGES:
        key = language_key(code)
        with translation.override(code):
            words = {name: localised(value, key) if isinstance(value, Mapping) else value for name, value in told.items()}
            found[key] = str(text) % words
    return found


def tell_resident(
    *, resident_id: int | None, kind: str, subject: Any, body: Any, link: str, about: str, key: str, now: datetime, **told: Any
) -> None:
    """Send a notice to a resident who still has an account; nobody else is told."""
    account_id = people.account_of(resident_id) if resident_id else None
    if account_id is None:
        return
    texts = {"subject": in_all(subject, **told), "body": in_all(body, **told)}
    notices.send(to_account=account_id, kind=kind, link=link, about=about, key=f"{key}:{account_id}", now=now, **texts)
