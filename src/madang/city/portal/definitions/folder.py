"""Compile one service, or check a whole folder of them."""

from __future__ import annotations

import contextlib
import gc
import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from timeit import default_timer
from typing import Any

import yaml

from .building import build
from .checking import Problems, check_meaning, check_translations
from .findings import Finding, InvalidService, Level, Report
from .model import ServiceDefinition
from .reading import MAX_BYTES, Document, read
from .shape import check_shape
from .vocabulary import LANGUAGES

_OVERLAY = re.compile(r"(?P<slug>.+)\.(?P<language>[a-z]{2,3})")
ENOUGH_FOR_TWO = 40


@dataclass(frozen=True, slots=True)
class Sources:
    """The bytes of one service: its main file, and its translations by language."""

    slug: str
    main: bytes
    overlays: Mapping[str, bytes]
    folder: str = ""

    def name(self, language: str) -> str:
        """Return the name of a file as findings show it."""
        return f"{self.folder}{self.slug}{'' if language == 'en' else f'.{language}'}.yaml"


def compile_text(
    name: str,
    text: str,
    overlays: Mapping[str, str] | None = None,
    *,
    authorities: Collection[str] | None = None,
    languages: Collection[str] = LANGUAGES,
) -> ServiceDefinition:
    """Compile one service from texts.

    name      the service's id
    overlays  {"ko": text of the Korean file, ...}

    Raises InvalidService, with all findings, if one is an error.
    """
    sources = Sources(name, text.encode(), {language: one.encode() for language, one in (overlays or {}).items()})
    definition, findings = compile_sources(sources, authorities, languages)
    if definition is None:
        raise InvalidService(findings)
    return definition


def compile_sources(
    sources: Sources, authorities: Collection[str] | None, languages: Collection[str] = LANGUAGES
) -> tuple[ServiceDefinition | None, list[Finding]]:
    """Return the definition, or None if there is an error, and all findings."""
    documents, plain, findings = _read_all(sources)
    if any(finding.level is Level.ERROR for finding in findings):
        return None, findings
    for language in plain.keys() - {"en"}:
        findings += _foreign_keys(documents[language], plain[language], plain["en"])
    if findings:
        return None, findings
    definition, taken = build(plain)
    problems = Problems()
    lines = documents["en"].text.count("\n") + (not documents["en"].text.endswith("\n"))
    check_meaning(definition, plain["en"], problems, slug=sources.slug, authorities=authorities, main_lines=lines)
    check_translations(taken, plain.keys(), languages, problems)
    findings = list(problems.findings(documents))
    return (None if any(finding.level is Level.ERROR for finding in findings) else definition), findings


def _read_all(sources: Sources) -> tuple[dict[str, Document], dict[str, Any], list[Finding]]:
    documents: dict[str, Document] = {}
    plain: dict[str, Any] = {}
    findings: list[Finding] = []
    for language, raw in (("en", sources.main), *sources.overlays.items()):
        document = read(sources.name(language), raw)
        if isinstance(document, list):
            findings += document
            continue
        documents[language] = document
        plain[language], wrong = check_shape(document, "" if language == "en" else "overlay")
        findings += wrong
    return documents, plain, findings


def _foreign_keys(document: Document, overlay: Any, main: Any) -> list[Finding]:
    """Find what a translation has and the main file has not: nobody would ever see it."""
    found: list[Finding] = []
    open_parts = [(document.root, overlay, main, "")]
    while open_parts:
        node, plain, original, where = open_parts.pop()
        below = {key.value: (key, value) for key, value in node.value}
        for name, part in plain.items():
            here = f"{where}{name}"
            if name not in original and not (name == "item" and "repeat" in original):
                message = f"the main file has no '{here}'"
                found.append(document.error(below[name][0], message, "correct the id, or write the English text first"))
            elif isinstance(part, dict) and isinstance(original.get(name), dict) and isinstance(below[name][1], yaml.MappingNode):
                open_parts.append((below[name][1], part, original[name], f"{here}."))
    return found


def check_folder(
    path: str | os.PathLike[str],
    *,
    authorities: Collection[str] | None = None,
    languages: Collection[str] = LANGUAGES,
    processes: int | None = None,
) -> Report:
    """Check and compile every service file of a folder.

    authorities  codes of the city's departments; None leaves them unchecked
    languages    languages in which each text is expected
    processes    how many to use; None takes two for a large folder where this is possible

    A file with an error is not among the definitions; the others are.
    """
    started = default_timer()
    findings, services, files = _gather(Path(path))
    with _without_collector():
        parts = _compile_all(services, authorities, tuple(languages), processes)
    definitions: dict[str, ServiceDefinition] = {}
    for definition, found in parts:
        findings += found
        if definition:
            definitions[definition.id] = definition
    findings.sort(key=lambda finding: (finding.file, finding.line, finding.column))
    return Report(tuple(findings), definitions, files, default_timer() - started)


@contextlib.contextmanager
def _without_collector() -> Iterator[None]:
    """Keep the garbage collector from walking trees that hold no cycles: a fifth of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _gather(folder: Path) -> tuple[list[Finding], list[Sources], int]:
    """Return findings about the folder itself, the services in it, and the number of its files."""
    if not folder.is_dir():
        return [_about(str(folder), "there is no such folder", "give the folder that holds the service files")], [], 0
    paths = sorted(path for path in folder.iterdir() if path.suffix in (".yaml", ".yml") and not path.name.startswith("."))
    mains = {path.stem: path for path in paths if path.suffix == ".yaml" and "." not in path.stem}
    overlays: dict[str, dict[str, bytes]] = {}
    findings = (
        []
        if paths
        else [_about(str(folder), "the folder holds no service files", "write one: see docs/reference/service-file.md")]
    )
    for path in paths:
        match = _OVERLAY.fullmatch(path.stem)
        if path.suffix == ".yml":
            findings.append(_about(path.name, "the file's name ends in .yml", f"rename it to {path.stem}.yaml"))
        elif match and match["slug"] in mains:
            overlays.setdefault(match["slug"], {})[match["language"]] = _bytes(path)
        elif path.stem not in mains:
            findings.append(
                _about(
                    path.name, "there is no main file for these texts", f"write {path.name.split('.')[0]}.yaml, or rename this"
                )
            )
    return findings, [Sources(slug, _bytes(path), overlays.get(slug, {})) for slug, path in mains.items()], len(paths)


def _about(file: str, message: str, remedy: str) -> Finding:
    return Finding(file, 1, 1, Level.ERROR, message, remedy)


def _bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


Compiled = tuple[ServiceDefinition | None, list[Finding]]


def _compile_all(
    services: list[Sources], authorities: Collection[str] | None, languages: tuple[str, ...], processes: int | None
) -> Iterable[Compiled]:
    known = frozenset(authorities) if authorities is not None else None
    if processes is None:
        processes = 2 if len(services) >= ENOUGH_FOR_TWO and len(os.sched_getaffinity(0)) > 1 else 1
    work = [(one, known, languages) for one in services]
    if processes <= 1 or not services:
        return [compile_sources(*one) for one in work]
    size = max(1, len(work) // (processes * 4))
    with ProcessPoolExecutor(processes, mp_context=get_context("fork")) as pool:
        return list(pool.map(_compile_one, work, chunksize=size))


def _compile_one(work: tuple[Sources, frozenset[str] | None, tuple[str, ...]]) -> Compiled:
    return compile_sources(*work)
