"""A place that people must live near, as residents and staff fill it in."""

from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from madang.city.look.fields import SpotField
from madang.city.places import queries as places
from madang.city.places.rules import spot_words
from madang.city.voting.rules.electorate import LEAST_METRES, LONGEST_PLACE, MOST_METRES, Near


def _bounds(least: int, most: int) -> str:
    return gettext("Enter a whole number from %(least)s to %(most)s") % {"least": least, "most": most}


def between(least: int, most: int) -> dict[str, Any]:
    """Return what a field of whole numbers takes, and what it says to anything else."""
    wrong = dict.fromkeys(("required", "invalid", "min_value", "max_value"), lazy(_bounds, str)(least, most))
    return {"min_value": least, "max_value": most, "error_messages": wrong}


class NearForm(forms.Form):
    """A place and a distance around it, or neither."""

    place = forms.CharField(
        label=_("Only people who live near a place: what is it called?"),
        required=False,
        max_length=LONGEST_PLACE,
        help_text=_("Leave this and the next two empty to ask wherever people live."),
    )
    spot = SpotField(
        find=places.spot,
        label=_("Where is it?"),
        required=False,
        max_length=200,
        help_text=_("An address, for example 12 Maru Street, or a point such as 37.5001, 127.0102."),
    )
    metres = forms.IntegerField(
        label=_("Within so many metres"),
        required=False,
        **between(LEAST_METRES, MOST_METRES),
        help_text=_("People may vote who live in a neighbourhood that lies within this distance, at least with its border."),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the whole place, or for none."""
        names = ("place", "spot", "metres")
        given = [name for name in names if self.cleaned_data.get(name) not in (None, "")]
        if given and not self.errors:
            for name in names:
                if name not in given:
                    self.add_error(name, _("Fill this in too: a place has a name, an address or a point, and a distance."))
        return self.cleaned_data

    @property
    def near(self) -> Near | None:
        """Return the place as it was filled in; None where none was."""
        told = self.cleaned_data
        if not told["place"]:
            return None
        longitude, latitude = told["spot"]
        return Near(longitude, latitude, told["metres"], told["place"])


def shown_near(near: Near | None) -> dict[str, Any]:
    """Return a place as the form shows it."""
    if near is None:
        return {}
    return {"place": near.name, "spot": spot_words(near.longitude, near.latitude), "metres": near.metres}
