"""A place, typed as an address or as the point of a map."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from madang.city.kernel.text import text_key
from madang.city.places import queries as places
from madang.city.places.queries import Door
from madang.city.proposals.rules.writing import Point


def spot_words(point: Point | None) -> str:
    """Return a point as the field shows it and takes it back without loss: latitude first, as maps copy it."""
    return f"{point.latitude!r}, {point.longitude!r}" if point else ""


class SpotField(forms.CharField):
    """An address of the city or a point. Gives a ``Point``, None where nothing was typed."""

    default_error_messages = {
        "unknown": _("The city knows no such address. Write the street and the number, or choose a point on the map"),
        "several": _("Several addresses fit. Write one of them: %(addresses)s"),
    }

    def clean(self, value: Any) -> Point | None:
        """Return the point. Raises ValidationError for an address that is unknown, or that could be several."""
        typed = super().clean(value).strip()
        if not typed:
            return None
        found = places.find(typed)
        if found.point is not None:
            return Point(*found.point)
        door = self._chosen(typed, [one.door for one in found.doors if one.door.number])
        return Point(door.longitude, door.latitude)

    def _chosen(self, typed: str, doors: list[Door]) -> Door:
        lang = text_key()
        exact = [one for one in doors if one.written(lang).casefold() == typed.casefold()]
        fitting = exact[:1] or doors
        if not fitting:
            raise ValidationError(self.error_messages["unknown"], code="unknown")
        if len(fitting) > 1:
            written = "; ".join(one.written(lang) for one in fitting)
            raise ValidationError(self.error_messages["several"], code="several", params={"addresses": written})
        return fitting[0]
