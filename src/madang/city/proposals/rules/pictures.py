"""How many pictures a proposal may have, and how they are described."""

from madang.city.kernel.refusals import Refusal

MOST_PICTURES = 8
LONGEST_ALTERNATIVE = 300


def why_not_another(present: int, alternative: str) -> Refusal | None:
    """Refuse more pictures than a page can show, and a description that nobody listens to."""
    if present >= MOST_PICTURES:
        return Refusal("proposals.many_pictures", {"most": MOST_PICTURES})
    if len(alternative) > LONGEST_ALTERNATIVE:
        return Refusal("proposals.words_long", {"most": LONGEST_ALTERNATIVE}, status=422)
    return None
