"""``{% load notices %}{% unread_notices as unread %}``: how many notices the reader has not read."""

from typing import Any

from django import template

from madang.city.notices import queries

register = template.Library()


@register.simple_tag(takes_context=True)
def unread_notices(context: dict[str, Any]) -> int:
    """Return how many notices the reader of the page has not read; 0 for strangers, at no cost."""
    request = context.get("request")
    viewer = getattr(request, "viewer", None)
    return queries.unread_count(viewer.account_id) if viewer is not None and viewer.account_id else 0
