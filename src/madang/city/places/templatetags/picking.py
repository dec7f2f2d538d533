"""The map to choose a place on, beside a field that takes it without map and script too."""

from typing import Any

from django import template
from django.forms import BoundField

from madang.city.places import queries

register = template.Library()


@register.inclusion_tag("places/pick.html")
def pick_place(spot: BoundField, metres: BoundField | None = None) -> dict[str, Any]:
    """Print the map for a ``SpotField``; nothing where the city has no areas. Its page loads places/pick.js and pick.css.

    metres  the field with the distance around the place, which is drawn as a circle; None where there is none
    """
    return {"ground": queries.ground(), "spot": spot.id_for_label, "metres": metres.id_for_label if metres else ""}
