"""Choices that are known only when the page is asked for."""

from collections.abc import Iterable
from typing import Any

from django import forms


def fill_choices(form: forms.Form, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
    """Give the field ``name`` its choices."""
    field = form.fields[name]
    if not isinstance(field, forms.ChoiceField):
        raise TypeError(f"{name} is no field with choices")
    field.choices = list(choices)
