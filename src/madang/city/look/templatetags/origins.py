"""The way back from a vote, a case or a service to what it came from."""

from typing import Any

from django import template

from madang.city.kernel.registries import origins as registry

register = template.Library()


@register.inclusion_tag("look/components/origins.html")
def origins(kind: str, reference: str) -> dict[str, Any]:
    """Print what a thing came from; nothing where it came from nothing that the city knows."""
    return {"found": registry.origins_of(kind, reference)}
