"""Check the meaning of a definition whose shape is right: names, conditions, forms, letters, documents and translations."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from madang.city.portal.definitions.layers import Path
from madang.city.portal.definitions.model import ServiceDefinition

from . import catalogue, conditions, documents, form, letters
from .problems import Problems

__all__ = ["Problems", "check_meaning"]


def check_meaning(
    definition: ServiceDefinition,
    plain: Mapping[str, Any],
    problems: Problems,
    *,
    slug: str,
    authorities: Collection[str] | None,
    main_lines: int,
) -> None:
    """Add to `problems` all that is wrong with a definition.

    plain        the data of the main file
    slug         the file's name without .yaml
    authorities  codes of the city's departments, None if they are not known here
    main_lines   lines of the main file
    """
    catalogue.check(definition, problems, slug=slug, authorities=authorities, main_lines=main_lines)
    conditions.check(definition, plain, problems)
    form.check(definition, problems)
    letters.check(definition, problems)
    documents.check(definition, problems)


def check_translations(
    taken: list[tuple[Path, frozenset[str]]], present: Collection[str], languages: Collection[str], problems: Problems
) -> None:
    """Warn of each text that a language lacks; of a language that has no file at all, once."""
    for language in languages:
        if language == "en":
            continue
        if language not in present:
            problems.warn(("id",), f"no texts in '{language}'", f"write them beside this file, in .{language}.yaml")
            continue
        for path, found in taken:
            if "en" in found and language not in found:
                where = ".".join(path)
                problems.warn(path, f"the text '{where}' is missing in '{language}'", "translate it", language=language)
