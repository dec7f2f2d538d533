"""Actions by name, and what one is handed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from madang.city.kernel.text.languages import city_key
from madang.city.people.rules import NOBODY, Actor, Viewer


@dataclass(frozen=True, slots=True)
class Asked:
    """What an action is asked: its parameters, the files sent with them, by whom and when."""

    values: Mapping[str, Any]
    now: datetime
    viewer: Viewer = NOBODY
    files: "Mapping[str, UploadedFile[Any]]" = field(default_factory=dict)
    request: HttpRequest | None = None

    @property
    def by(self) -> Actor:
        """Return who acts."""
        return self.viewer.actor

    @property
    def site(self) -> str:
        """Return this site's address without a slash at its end."""
        return str(settings.SITE_URL)

    @property
    def lang(self) -> str:
        """Return the language of plain titles: the city's, whoever asks, so that two dumps are equal."""
        return city_key()


Does = Callable[[Asked], Any]


@dataclass(frozen=True, slots=True)
class Action:
    """An action: what it does, whether it changes something, and what it says of itself."""

    name: str
    does: Does
    writes: bool

    @property
    def help(self) -> str:
        """Return the sentence that help_show answers."""
        return " ".join((self.does.__doc__ or "").split())


_actions: dict[str, Action] = {}


def action(*names: str, writes: bool = False) -> Callable[[Does], Does]:
    """Declare the function below as an action under one or more names."""

    def declare(does: Does) -> Does:
        for name in names:
            _actions[name] = Action(name, does, writes)
        return does

    return declare


def actions() -> Mapping[str, Action]:
    """Return every action by its name."""
    from madang.city.opendata.api.ckan import (  # noqa: F401, PLC0415 - each declares its actions when it is read
        gatherings,
        packages,
        rows,
        site,
        writing,
        writing_gatherings,
        writing_resources,
        writing_rows,
    )

    return _actions
