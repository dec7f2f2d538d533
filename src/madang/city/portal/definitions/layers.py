"""The main file and its translations, walked together: one cursor stands at the same place in all of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .model import Texts

Path = tuple[str, ...]


class Cursor:
    """A place in the main file (language "en") and, where they have it, in the translations.

    Each text that is taken notes in `taken` its path and the languages that have it.
    """

    __slots__ = ("layers", "path", "taken")

    def __init__(self, layers: dict[str, Any], path: Path, taken: list[tuple[Path, frozenset[str]]]) -> None:
        self.layers, self.path, self.taken = layers, path, taken

    @property
    def main(self) -> Any:
        """Return what the main file has here, None if nothing."""
        return self.layers.get("en")

    def at(self, key: str) -> Cursor:
        """Return the cursor one level down."""
        below = {language: value[key] for language, value in self.layers.items() if isinstance(value, dict) and key in value}
        return Cursor(below, (*self.path, key), self.taken)

    def get(self, key: str, default: Any = None) -> Any:
        """Return a value of the main file that has no language."""
        return self.main.get(key, default) if isinstance(self.main, dict) else default

    def entries(self, key: str) -> Iterator[Cursor]:
        """Yield a cursor for each id of a table of the main file, in its order."""
        table = self.at(key)
        for name in table.main or ():
            yield table.at(name)

    @property
    def id(self) -> str:
        """Return the key at which the cursor stands."""
        return self.path[-1]

    def text(self, key: str) -> Texts:
        """Return a text in all languages that have it."""
        texts = {language: text for language, text in self._texts(key) if isinstance(text, str)}
        self._note(key, texts)
        return texts

    def label(self, key: str = "label") -> Texts:
        """Return the main text of a thing that may be written short, as the text alone."""
        texts: dict[str, str] = {}
        for language, value in self.layers.items():
            text = value if isinstance(value, str) else value.get(key) if isinstance(value, dict) else None
            if isinstance(text, str):
                texts[language] = text
        self._note(key, texts)
        return texts

    def shared(self, key: str) -> Texts:
        """Return a text that may be the same in every language, so that nobody misses a translation of it."""
        return {language: text for language, text in self._texts(key) if isinstance(text, str)}

    def optional(self, key: str) -> Texts | None:
        """Return a text that the main file may leave out, None if it does."""
        return self.text(key) if isinstance(self.main, dict) and key in self.main else None

    def lists(self, key: str) -> dict[str, tuple[str, ...]]:
        """Return a list of texts in all languages that have it."""
        found = {
            language: tuple(part for part in value if part) for language, value in self._texts(key) if isinstance(value, list)
        }
        if "en" in found:
            self._note(key, found)
        return found

    def _texts(self, key: str) -> Iterator[tuple[str, Any]]:
        for language, value in self.layers.items():
            if isinstance(value, dict) and key in value:
                yield language, value[key]

    def _note(self, key: str, found: Any) -> None:
        self.taken.append(((*self.path, key), frozenset(found)))
