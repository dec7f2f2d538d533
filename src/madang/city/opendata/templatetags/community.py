"""``{% load community %}``: the button by which one follows a data set."""

from typing import Any

from django import template

from madang.city.opendata.queries import community

register = template.Library()


@register.inclusion_tag("opendata/community/follow.html", takes_context=True)
def follow_button(context: Any, dataset: Any) -> dict[str, Any]:
    """A button that follows a data set, or stops; who is not signed in is led to sign in first."""
    viewer = context["request"].viewer
    following = community.is_following(dataset.id, viewer.account_id)
    return {"dataset": dataset, "is_following": following, "csrf_token": context.get("csrf_token")}
