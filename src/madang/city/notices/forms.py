"""What somebody may wish about notices."""

from collections.abc import Sequence
from typing import Any

from django import forms

from madang.city.notices.queries import KindWishes

BETWEEN = "|"


class WishesForm(forms.Form):
    """One group of boxes for each kind of notice; a ticked box is a channel that is wanted."""

    def __init__(self, *args: Any, kinds: Sequence[KindWishes], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = kinds
        for kind in kinds:
            offered = [one for one in kind.wishes if not one.fixed]
            self.fields[kind.kind] = forms.MultipleChoiceField(
                label=kind.label,
                required=False,
                choices=[(one.channel, one.label) for one in offered],
                widget=forms.CheckboxSelectMultiple,
                initial=[one.channel for one in offered if one.wanted],
            )

    def wishes(self) -> dict[tuple[str, str], bool]:
        """Return what was changed, by (kind, channel)."""
        said = {}
        for kind in self.kinds:
            for one in kind.wishes:
                wanted = one.channel in self.cleaned_data[kind.kind]
                if not one.fixed and wanted != one.wanted:
                    said[kind.kind, one.channel] = wanted
        return said


class SubscriptionForm(forms.Form):
    """What a browser says about itself when it subscribes."""

    endpoint = forms.CharField(max_length=1000)
    p256dh = forms.CharField(max_length=200)
    auth = forms.CharField(max_length=100)
    label = forms.CharField(max_length=120, required=False)
