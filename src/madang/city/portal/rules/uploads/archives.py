"""What lies inside a ZIP (and so inside a modern office file), judged before anybody unpacks it."""

from dataclasses import dataclass

from madang.city.kernel.refusals import Refusal

MOST_PARTS = 2_000
MOST_RATIO = 100
MOST_INSIDE_BYTES = 200 * 1024 * 1024
SMALL_BYTES = 1024 * 1024
DEEPEST = 2
_PACKED_STARTS = (
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"Rar!\x1a\x07",
    b"7z\xbc\xaf'\x1c",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ\x00",
    b"\x28\xb5\x2f\xfd",
)


@dataclass(frozen=True, slots=True)
class Part:
    """A file inside an archive.

    start   its first bytes, unpacked
    inside  what it holds itself where it is a ZIP again, as far as it was looked at
    """

    name: str
    packed_bytes: int
    unpacked_bytes: int
    is_locked: bool = False
    start: bytes = b""
    inside: "Archive | None" = None


@dataclass(frozen=True, slots=True)
class Archive:
    """The list of contents of a ZIP. ``is_broken``: it cannot be read, or does not hold what its list says."""

    parts: tuple[Part, ...] = ()
    is_broken: bool = False


def names_in(archive: Archive) -> frozenset[str]:
    """Return the names of the parts."""
    return frozenset(part.name for part in archive.parts)


def why_not_archive(archive: Archive, name: str) -> Refusal | None:  # noqa: PLR0911 - one for each reason
    """Refuse what is broken, locked, climbs out of its folder, or grows beyond all measure when it is unpacked."""
    named = {"name": name}
    if archive.is_broken:
        return Refusal("portal.file_broken", named, status=422)
    everything = list(_all_parts(archive, 1))
    if any(part.is_locked for part, _depth in everything):
        return Refusal("portal.file_locked", named, status=422)
    if any(_climbs(part.name) for part, _depth in everything):
        return Refusal("portal.file_broken", named, status=422)
    if len(everything) > MOST_PARTS:
        return Refusal("portal.file_many_parts", named | {"most": MOST_PARTS}, status=422)
    unpacked_bytes = sum(part.unpacked_bytes for part, _depth in everything)
    if unpacked_bytes > MOST_INSIDE_BYTES or any(_grows(part) for part, _depth in everything):
        return Refusal("portal.file_bomb", named, status=422)
    if any(_is_nest(part, depth) for part, depth in everything):
        return Refusal("portal.file_nested", named, status=422)
    if any(part.inside is not None and part.inside.is_broken for part, _depth in everything):
        return Refusal("portal.file_broken", named, status=422)
    return None


def _all_parts(archive: Archive, depth: int) -> list[tuple[Part, int]]:
    found = [(part, depth) for part in archive.parts]
    for part in archive.parts:
        if part.inside is not None:
            found += _all_parts(part.inside, depth + 1)
    return found


def _grows(part: Part) -> bool:
    return part.unpacked_bytes > SMALL_BYTES and part.unpacked_bytes > MOST_RATIO * max(part.packed_bytes, 1)


def _is_nest(part: Part, depth: int) -> bool:
    """Tell whether a part is an archive again. Office files may lie in archives and in one another, once."""
    if not part.start.startswith(_PACKED_STARTS):
        return False
    is_office = part.inside is not None and bool({"[Content_Types].xml", "mimetype"} & names_in(part.inside))
    return not is_office or depth >= DEEPEST


def _climbs(name: str) -> bool:
    path = name.replace("\\", "/")
    return path.startswith("/") or ".." in path.split("/") or (len(path) > 1 and path[1] == ":")
