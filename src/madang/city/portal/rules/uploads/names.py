"""Names of files: kept as their owners wrote them, without what could lead astray."""

import unicodedata

from madang.city.kernel.refusals import Refusal

LONGEST_NAME = 120
# fmt: off
_RUNNING = frozenset((
    "apk", "app", "bat", "bin", "cmd", "cpl", "deb", "dll", "dmg", "exe", "hta", "htm", "html", "iso", "jar", "js", "jse", "lnk",
    "mjs", "msi", "php", "pif", "ps1", "py", "rb", "reg", "scr", "sh", "svg", "vb", "vbe", "vbs", "wsf", "xht", "xhtml", "xml",
))
# fmt: on
_RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10))})
_FORBIDDEN = frozenset('<>:"|?*')


def tidy_file_name(raw: str) -> str:
    """Return the last part of a path in composed Unicode, without control characters, turned writing or leading dots.

    Letters of every script, blanks and brackets stay. Long names lose their middle, never their extension.
    """
    last = unicodedata.normalize("NFC", raw).replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(sign for sign in last if _is_harmless(sign))
    kept = " ".join(kept.split()).strip(" .")
    if not kept:
        return "file"
    stem, dot, extension = kept.rpartition(".")
    if not dot:
        stem, extension = kept, ""
    stem = f"{stem}_" if stem.split(".")[0].lower() in _RESERVED else stem
    tail = f".{extension[:10]}" if extension else ""
    return _shortened(stem, LONGEST_NAME - len(tail)) + tail


def extension_of(name: str) -> str:
    """Return what stands behind the last dot, in lower case; nothing if there is no dot."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def why_not_file_name(name: str) -> Refusal | None:
    """Refuse names that hide a program behind a harmless ending, such as ``bill.exe.pdf``."""
    for inner in name.lower().split(".")[1:-1]:
        if inner.strip() in _RUNNING:
            return Refusal("portal.file_two_endings", {"name": name, "ending": inner.strip()}, status=422)
    return None


def _is_harmless(sign: str) -> bool:
    """Tell whether a character may stand in a name: no controls, no marks that turn or hide writing."""
    return sign not in _FORBIDDEN and unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def _shortened(stem: str, most: int) -> str:
    if len(stem) <= most:
        return stem
    half = (most - 1) // 2
    return f"{stem[:half]}…{stem[-(most - 1 - half) :]}"
