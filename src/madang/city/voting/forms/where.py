"""Where people must live who may vote, as residents and staff fill it in."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from madang.city.look.fields import SpotField
from madang.city.places import queries as places
from madang.city.places.rules import spot_words
from madang.city.voting.forms.bounds import between
from madang.city.voting.rules.electorate import LEAST_METRES, LONGEST_PLACE, MOST_METRES, Electorate, Near


class WhereForm(forms.Form):
    """Where people must live: in areas, near a place, or anywhere."""

    areas = forms.MultipleChoiceField(
        label=_("Only people who live in"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose none to ask the whole city."),
    )
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

    def __init__(self, *args: Any, areas: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["areas"].choices = areas  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for the whole place, or for none."""
        names = ("place", "spot", "metres")
        given = [name for name in names if self.cleaned_data.get(name) not in (None, "")]
        if given and not self.errors:
            for name in names:
                if name not in given:
                    self.add_error(name, _("Fill this in too: a place has a name, an address or a point, and a distance."))
        return self.cleaned_data

    def limited(self, people: Electorate) -> Electorate:
        """Return those of the people who live there."""
        return replace(people, areas=frozenset(int(one) for one in self.cleaned_data["areas"]), near=self._near())

    def _near(self) -> Near | None:
        told = self.cleaned_data
        if not told["place"]:
            return None
        longitude, latitude = told["spot"]
        return Near(longitude, latitude, told["metres"], told["place"])


def shown_where(people: Electorate) -> dict[str, Any]:
    """Return where people live as the form shows it."""
    areas, near = {"areas": [str(one) for one in people.areas]}, people.near
    if near is None:
        return areas
    return {**areas, "place": near.name, "spot": spot_words(near.longitude, near.latitude), "metres": near.metres}
