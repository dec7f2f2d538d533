"""Which pictures are taken, judged before anything is unpacked."""

from madang.city.kernel.refusals import Refusal

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_PICTURES = 8
MOST_BYTES = 15 * 1024 * 1024
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 1_600
LONGEST_ALTERNATIVE = 300


def why_not_another(present: int, alternative: str) -> Refusal | None:
    """Refuse more pictures than a page can show, and a description that nobody listens to."""
    if present >= MOST_PICTURES:
        return Refusal("proposals.many_pictures", {"most": MOST_PICTURES})
    if len(alternative) > LONGEST_ALTERNATIVE:
        return Refusal("proposals.words_long", {"most": LONGEST_ALTERNATIVE}, status=422)
    return None


def why_not_bytes(size: int) -> Refusal | None:
    """Refuse a file that is empty or larger than a phone's photo."""
    return None if 0 < size <= MOST_BYTES else Refusal("proposals.picture_size", {"most": MOST_BYTES // 2**20}, status=422)


def why_not_unpack(kind: str | None, width: int, height: int) -> Refusal | None:
    """Refuse what is no picture that the city knows, and one whose pixels would fill the memory."""
    if kind not in FORMATS:
        return Refusal("proposals.no_picture", status=422)
    return (
        Refusal("proposals.picture_large", {"most": MOST_PIXELS // 10**6}, status=422) if width * height > MOST_PIXELS else None
    )
