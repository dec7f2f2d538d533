"""The weekly digest: what is new, what runs out, what was answered."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from madang.city.kernel import clock
from madang.city.notices import services as notices
from madang.city.opendata.services.community.telling import in_all
from madang.city.proposals.models import DigestWish
from madang.city.proposals.queries.feeds import Digest, digest
from madang.city.proposals.queries.lines import ProposalLine
from madang.city.proposals.rules.links import LIST

DIGEST = "proposal.digest"
BATCH = 300
SUBJECT = _("This week's proposals: %(new)s new, %(answered)s answered")
PARTS: Mapping[str, object] = {
    "new": _("New, the most supported first:"),
    "expiring": _("Their time runs out in seven days:"),
    "answered": _("Answered by the city:"),
}


def send_batch(*, after: int, now: datetime) -> int | None:
    """Send the digest of the seven days before now to so many who wished for it; return where the next batch begins.

    after  0, or what the call before returned

    Nobody gets two in a week, and nobody one with nothing in it.
    """
    wishes = list(DigestWish.objects.filter(pk__gt=after).order_by("pk")[:BATCH])
    made: dict[tuple[int | None, str], Digest] = {}
    for wish in wishes:
        chosen = (wish.area_id, wish.topic)
        if chosen not in made:
            made[chosen] = digest(area_id=wish.area_id, topic=wish.topic, now=now)
        if not made[chosen].is_empty:
            _send(wish.account_id, made[chosen], now)
    return wishes[-1].pk if len(wishes) == BATCH else None


def _send(account_id: int, found: Digest, now: datetime) -> None:
    year, number, _day = clock.today(now).isocalendar()
    notices.send(
        to_account=account_id,
        kind=DIGEST,
        subject=in_all(SUBJECT, new=found.new_total, answered=len(found.answered)),
        body=_body(found),
        link=LIST,
        about="proposals",
        key=f"proposal:digest:{year}-{number:02}:{account_id}",
        now=now,
    )


def _body(found: Digest) -> dict[str, str]:
    parts: Sequence[tuple[str, tuple[ProposalLine, ...]]] = (
        ("new", found.new), ("expiring", found.expiring), ("answered", found.answered),
    )  # fmt: skip
    headings = {name: in_all(words) for name, words in PARTS.items()}
    filled = [(name, lines) for name, lines in parts if lines]
    return {
        lang: "\n\n".join(
            "\n".join([headings[name][lang], *(f"{one.title} ({one.reference})" for one in lines)]) for name, lines in filled
        )
        for lang in headings["new"]
    }
