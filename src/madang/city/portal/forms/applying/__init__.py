"""A Django form for one step of a definition: the definition checks, the form shows."""

from madang.city.portal.forms.applying.fields import FileLine, plain
from madang.city.portal.forms.applying.pages import Entry, Item, Shown, StepForm, step_form

__all__ = ["Entry", "FileLine", "Item", "Shown", "StepForm", "plain", "step_form"]
