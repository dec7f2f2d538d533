"""What a proposal can lead to, and what may be linked."""

import re
from collections.abc import Mapping

from madang.city.kernel.refusals import Refusal
from madang.city.proposals.rules.life import AUTHORS, DESK, YES, Actor, Facts, Part

LIST = "/ideas"
KINDS = ("vote", "budget", "case", "service", "dataset")
_REFERENCE = re.compile(r"[A-Za-z0-9._/-]{1,80}")
_ADDRESS = re.compile(r"/(?![/\\])[^\s\\]{0,299}")


def page_of(reference: str) -> str:
    """Return the address of a proposal's page."""
    return f"{LIST}/{reference}"


def why_not_link(kind: str, reference: str, title: Mapping[str, str], url: str) -> Refusal | None:
    """Refuse an unknown kind, a reference that is no name, no title, and addresses that lead away from this site."""
    if kind in KINDS and _REFERENCE.fullmatch(reference) and _ADDRESS.fullmatch(url) and any(title.values()):
        return None
    return Refusal("proposals.no_such_link", {"kind": kind[:40]}, status=422)


def why_not_tie(actor: Actor) -> Refusal | None:
    """Refuse to tie a proposal to anything to all but those who work on it for the city, and to its own authors."""
    if actor.parts & AUTHORS:
        return Refusal("proposals.own_proposal", status=403)
    return None if actor.parts & (DESK | {Part.CLERK, Part.JOB}) else Refusal("proposals.not_your_move", status=403)


def why_not_carry(facts: Facts, actor: Actor) -> Refusal | None:
    """Refuse to carry a proposal on to all but its officer and the heads above, and where the city has not adopted it."""
    if actor.parts & AUTHORS:
        return Refusal("proposals.own_proposal", status=403)
    if not actor.parts & DESK:
        return Refusal("proposals.not_your_move", status=403)
    return None if facts.decision in YES else Refusal("proposals.not_adopted")
