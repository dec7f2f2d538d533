"""Whether a file is taken, under which name."""

from dataclasses import dataclass

from madang.city.kernel.refusals import Refusal
from madang.city.portal.rules.uploads.archives import why_not_archive
from madang.city.portal.rules.uploads.content import KINDS, Look, has_macros, is_hidden_archive, kind_of
from madang.city.portal.rules.uploads.names import extension_of, tidy_file_name, why_not_file_name

MB = 1024 * 1024
_SAME_ENDING = {"jpeg": "jpg", "jpe": "jpg", "jfif": "jpg", "heif": "heic"}


@dataclass(frozen=True, slots=True)
class Limits:
    """What a field of a form takes: kinds, megabytes a file, and how many files."""

    kinds: tuple[str, ...]
    max_mb: int = 10
    count: int = 1

    @property
    def max_bytes(self) -> int:
        """Return the size of the largest file."""
        return self.max_mb * MB


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that the city takes: what it is and what it is called."""

    name: str
    kind: str


def why_not_one_more(limits: Limits, held: int, coming: int = 1) -> Refusal | None:
    """Refuse files beyond the number that a field takes."""
    if held + coming <= limits.count:
        return None
    return Refusal("portal.file_too_many", {"most": limits.count}, status=422)


def judge(raw_name: str, look: Look, limits: Limits) -> Taken | Refusal:
    """Return the file as it is taken, or why it is not.

    The content decides what it is. A name that says otherwise gets the right ending, as long as the kind is one of those asked.
    """
    name = tidy_file_name(raw_name)
    if look.size_bytes == 0:
        return Refusal("portal.file_empty", {"name": name}, status=422)
    if look.size_bytes > limits.max_bytes:
        return Refusal("portal.file_too_large", {"name": name, "most": limits.max_mb}, status=422)
    kind = kind_of(look)
    if kind is None or kind not in limits.kinds:
        kinds = ", ".join(one.upper() for one in limits.kinds)
        return Refusal("portal.file_wrong_kind", {"name": name, "kinds": kinds}, status=422)
    if reason := why_not_file_name(name) or _why_not_inside(name, look, kind):
        return reason
    return Taken(_with_ending(name, kind), kind)


def _why_not_inside(name: str, look: Look, kind: str) -> Refusal | None:
    if look.archive is not None and (reason := why_not_archive(look.archive, name)):
        return reason
    if look.archive is not None and has_macros(look.archive):
        return Refusal("portal.file_macros", {"name": name}, status=422)
    if is_hidden_archive(look, kind):
        return Refusal("portal.file_two_things", {"name": name}, status=422)
    return None


def _with_ending(name: str, kind: str) -> str:
    ending = extension_of(name)
    if _SAME_ENDING.get(ending, ending) == kind:
        return name
    stem = name.rpartition(".")[0] if ending in _KNOWN_ENDINGS else name
    return f"{stem or 'file'}.{kind}"


_KNOWN_ENDINGS = frozenset({*_SAME_ENDING, *KINDS, "doc", "xls", "txt", "tmp"})
