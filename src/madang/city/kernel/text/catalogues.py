"""Message catalogues, one per app and language: extract, check, compile. Babel does the work.

Run as ``python -m madang.city.kernel.text.catalogues update|check|compile [APP ...]``.
"""

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

CITY = Path(__file__).resolve().parents[2]
LOCALES = ("ko", "zh_Hans")
KEYWORDS = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None, "_lazy": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip
METHODS = [("**/tests/**", "ignore"), ("**.py", "python"), ("**/templates/**.html", f"{__name__}:from_template"),
           ("**/templates/**.txt", f"{__name__}:from_template")]  # fmt: skip
_PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]|%[sd]")


def from_template(file: Any, keywords: Any, comment_tags: Any, options: Any) -> Iterator[Any]:
    """Extract messages from a Django template: Babel's hook. Django itself turns the template into Python's shape."""
    from django.conf import settings
    from django.utils.translation.template import templatize

    if not settings.configured:
        settings.configure()
    source = templatize(file.read().decode("utf-8"))
    flat = "\n".join(line.strip() for line in source.splitlines())  # an indented template is no indented program
    yield from extract_python(io.BytesIO(flat.encode("utf-8")), keywords, comment_tags, options or {})  # type: ignore[arg-type] # Babel hands a plain dict


def apps() -> list[Path]:
    """Return the folders of the city's apps."""
    return sorted(path.parent for path in CITY.glob("*/apps.py"))


def extracted(app: Path) -> Catalog:
    """Return every message of one app's Python files and templates."""
    catalog = Catalog(charset="utf-8")
    found = extract_from_dir(app, METHODS, {"**": {}}, KEYWORDS, ("Translators:",))
    for name, _line, message, comments, context in sorted(found, key=lambda one: (one[0], one[1])):
        catalog.add(message, None, [(name, None)], auto_comments=comments, context=context)  # type: ignore[list-item]
    return catalog


def po_path(app: Path, locale: str) -> Path:
    """Return where an app's catalogue of a language lies."""
    return app / "locale" / locale / "LC_MESSAGES" / "django.po"


def stored(app: Path, locale: str) -> Catalog:
    """Return an app's catalogue as it stands; empty where there is none."""
    path = po_path(app, locale)
    if not path.exists():
        return Catalog(locale=locale, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=locale)


def update(app: Path, locale: str) -> int:
    """Bring one catalogue in step with the app; return how many messages want a translation."""
    template, catalog = extracted(app), stored(app, locale)
    if not len(template):
        return 0
    fresh = Catalog(locale=locale, charset="utf-8", fuzzy=False)
    for message in template:
        if not message.id:
            continue
        old = catalog.get(message.id, message.context)
        text = old.string if old is not None else message.string
        fresh.add(message.id, text, message.locations, message.flags, message.auto_comments, context=message.context)
    path = po_path(app, locale)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, fresh, omit_header=False, sort_by_file=False, width=0, include_lineno=False)
    return sum(1 for message in fresh if message.id and not _is_whole(message))


def _is_whole(message: Any) -> bool:
    texts = message.string if isinstance(message.string, (tuple, list)) else [message.string]
    return bool(texts) and all(texts)


def _placeholders(text: str) -> set[str]:
    return set(_PLACEHOLDER.findall(text))


def findings(app: Path, locale: str) -> list[str]:
    """Return what is wrong with one catalogue: missing, left over, or with other placeholders than the English."""
    wanted = {(message.id, message.context) for message in extracted(app) if message.id}
    catalog = stored(app, locale)
    have = {(message.id, message.context): message for message in catalog if message.id}
    where = po_path(app, locale).relative_to(CITY)
    found = [f"{where}: missing: {_name(key)} (run `make messages`, then translate it)" for key in wanted - have.keys()]
    found += [f"{where}: nobody says this any more: {_name(key)} (run `make messages`)" for key in have.keys() - wanted]
    for key in wanted & have.keys():
        message = have[key]
        if not _is_whole(message):
            found.append(f"{where}: not translated: {_name(key)}")
        elif "fuzzy" in message.flags:
            found.append(f"{where}: marked fuzzy: {_name(key)}")
        else:
            found += _placeholder_findings(where, key, message)
    return sorted(found)


def _name(key: tuple[Any, Any]) -> str:
    first = key[0] if isinstance(key[0], str) else key[0][0]
    return repr(first if len(first) < 90 else first[:87] + "...")


def _placeholder_findings(where: Path, key: tuple[Any, Any], message: Any) -> list[str]:
    english = message.id if isinstance(message.id, (tuple, list)) else [message.id]
    allowed = set().union(*(_placeholders(text) for text in english))
    texts = message.string if isinstance(message.string, (tuple, list)) else [message.string]
    return [f"{where}: other placeholders than the English: {_name(key)}" for text in texts if _placeholders(text) - allowed]


def compile_all() -> int:
    """Write the binary catalogues that the site reads; return how many."""
    count = 0
    for app in apps():
        for locale in LOCALES:
            if po_path(app, locale).exists():
                with po_path(app, locale).with_suffix(".mo").open("wb") as file:
                    write_mo(file, stored(app, locale))
                count += 1
    return count


def main(words: list[str]) -> int:
    """Run one of update, check, compile."""
    match words:
        case ["update", *names]:
            for app in apps():
                if names and app.name not in names:
                    continue
                for locale in LOCALES:
                    if open_messages := update(app, locale):
                        print(f"{app.name} {locale}: {open_messages} to translate")
            return 0
        case ["check", *names]:
            chosen = [app for app in apps() if not names or app.name in names]
            found = [line for app in chosen for locale in LOCALES for line in findings(app, locale)]
            print("\n".join(found) or "Every message is translated.")
            return 1 if found else 0
        case ["compile"]:
            print(f"{compile_all()} catalogues compiled.")
            return 0
        case _:
            print(__doc__)
            return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
