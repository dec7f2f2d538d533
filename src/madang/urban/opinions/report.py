"""An opinion map as plain values, for JSON and for people."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from madang.urban.opinions.choosing import Pick, Way
from madang.urban.opinions.figures import NO_GROUP, Leaning
from madang.urban.opinions.mapping import DIGITS, OpinionMap


def as_dict(found: OpinionMap) -> dict[str, Any]:
    """Return what is known of groups and statements, of no single person: ready for ``json.dumps``, the same for the same votes.

    Statements are named by their ids; a way is "agree" or "disagree"; figures are named as in ``Leaning``.
    """
    return {
        "people": len(found.people),
        "votes": int(found.everyone.seen.sum()),
        "ungrouped": int((found.groups == NO_GROUP).sum()),
        "explained": found.explained.tolist(),
        "silhouettes": {str(count): value for count, value in found.silhouettes.items()},
        "groups": [_group(found, number) for number in range(len(found.representative))],
        "statements": [_statement(found, at) for at in range(len(found.statements))],
        "consensus": [_named(found, pick) for pick in found.consensus],
        "bridging": [_named(found, pick) for pick in found.bridging],
        "divisive": [_id(found, at) for at in found.divisive],
    }


def positions(found: OpinionMap) -> list[dict[str, Any]]:
    """Return where each person stands and in which group (None: too few votes)."""
    rows = zip(found.people.tolist(), found.positions.tolist(), found.groups.tolist(), strict=True)
    return [{"person": who, "x": x, "y": y, "group": None if group == NO_GROUP else group} for who, (x, y), group in rows]


def as_text(found: OpinionMap) -> Iterator[str]:
    """Yield the lines that tell the map to a person."""
    yield f"{len(found.people):,} people, {len(found.statements):,} statements, {found.everyone.seen.sum():,} votes"
    yield f"the two axes show {found.explained.sum():.0%} of the differences"
    for number, picks in enumerate(found.representative):
        yield f"group {number + 1}: {found.group_sizes[number]:,} people"
        for pick in picks:
            hits = _side(found, pick.way).hits[number, pick.statement]
            seen = found.by_group.seen[number, pick.statement]
            yield f"  {pick.way}s with statement {_id(found, pick.statement)}: {hits:,} of {seen:,}"
    for pick in found.consensus:
        yield f"most people {pick.way} with statement {_id(found, pick.statement)}"
    for pick in found.bridging:
        yield f"every group {pick.way}s with statement {_id(found, pick.statement)}"
    for at in found.divisive:
        yield f"groups differ on statement {_id(found, at)}"


def _side(found: OpinionMap, way: Way) -> Leaning:
    return found.agree if way is Way.AGREE else found.disagree


def _id(found: OpinionMap, at: int) -> int | str:
    return found.statements[at].item()


def _named(found: OpinionMap, pick: Pick) -> dict[str, Any]:
    return {"statement": _id(found, pick.statement), "way": pick.way.value}


def _group(found: OpinionMap, number: int) -> dict[str, Any]:
    members = found.groups == number
    seen = found.by_group.seen[number]
    return {
        "size": int(members.sum()),
        "centre": np.round(found.positions[members].mean(axis=0), DIGITS).tolist(),
        "representative": [
            _named(found, pick) | {"seen": int(seen[pick.statement])} | _figures(_side(found, pick.way), number, pick.statement)
            for pick in found.representative[number]
        ],
    }


def _figures(side: Leaning, group: int, at: int) -> dict[str, float]:
    return {name: getattr(side, name)[group, at].item() for name in ("hits", "share", "share_test", "ratio", "ratio_test")}


def _statement(found: OpinionMap, at: int) -> dict[str, Any]:
    whole, parts = found.everyone, found.by_group
    return {
        "statement": _id(found, at),
        "votes": [int(whole.agrees[at]), int(whole.passes[at]), int(whole.disagrees[at])],
        "by_group": np.stack([parts.agrees[:, at], parts.passes[:, at], parts.disagrees[:, at]], axis=1).tolist(),
        "joint_agree": float(found.joint_agree[at]),
        "joint_disagree": float(found.joint_disagree[at]),
        "mean": float(found.means[at]),
        "axes": found.axes[:, at].tolist(),
    }
