"""Say that two proposals wish the same, and decide whether they do. Texts and supports stay where they are."""

from datetime import datetime

from django.db import transaction

from madang.city.journal import services as journal
from madang.city.kernel import clock
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.notices import services as notices
from madang.city.opendata.services.community.telling import in_all
from madang.city.people import queries as people
from madang.city.people.rules import Viewer
from madang.city.proposals.models import Proposal, SameWish
from madang.city.proposals.queries.loading import actor_for, author_ids, visible
from madang.city.proposals.rules import similar as rules
from madang.city.proposals.rules.life import Part
from madang.city.proposals.rules.links import page_of
from madang.city.proposals.rules.similar import Sameness
from madang.city.proposals.services.similar_sentences import OTHER_SUGGESTED
from madang.city.proposals.services.telling import OWN


@transaction.atomic
def suggest_same(*, reference: str, other: str, by: Viewer, now: datetime) -> Sameness:
    """Say that two proposals wish the same; return what became of it. Said by an author of either or a moderator it is confirmed.

    Said twice is as said once, whoever says it; what was declined stays declined.
    Raises Refused for strangers, a proposal that the viewer may not see, and a proposal as its own double.
    """
    first, second = sorted((visible(reference, by), visible(other, by)), key=lambda row: row.pk)
    is_resident = by.resident_id is not None
    if reason := rules.why_not_suggest_same(is_signed_in_resident=is_resident, is_same_proposal=first.pk == second.pk):
        raise Refused(reason)
    may_decide = rules.may_decide_same(_parts(first, second, by, now))
    pair, is_new = SameWish.objects.get_or_create(
        first=first, second=second, defaults={"suggested_by_id": by.resident_id, "suggested_at": now}
    )
    if may_decide and pair.state == Sameness.SUGGESTED:
        _decide(pair, Sameness.CONFIRMED, by, now)
    elif is_new:
        _note("proposal.said-same", pair, by, now)
        _tell_authors(pair, now)
    return Sameness(pair.state)


@transaction.atomic
def decide_same(*, reference: str, other: str, is_same: bool, by: Viewer, now: datetime) -> None:
    """Confirm or decline that two proposals wish the same; a later word stands instead of the earlier.

    Raises Refused for all but an author of either and moderators, and where nobody said so.
    """
    first, second = sorted((visible(reference, by), visible(other, by)), key=lambda row: row.pk)
    if not rules.may_decide_same(_parts(first, second, by, now)):
        raise Refused(Refusal("proposals.not_your_move", status=403))
    pair = SameWish.objects.select_for_update().filter(first=first, second=second).first()
    if pair is None:
        raise Refused(Refusal("proposals.nobody_said_same", status=404))
    _decide(pair, Sameness.CONFIRMED if is_same else Sameness.DECLINED, by, now)


def _parts(first: Proposal, second: Proposal, by: Viewer, now: datetime) -> frozenset[Part]:
    today = clock.today(now)
    return actor_for(by, first, today).parts | actor_for(by, second, today).parts


def _decide(pair: SameWish, sameness: Sameness, by: Viewer, now: datetime) -> None:
    pair.state, pair.decided_by_id, pair.decided_at = sameness.value, by.account_id, now
    pair.save(update_fields=["state", "decided_by", "decided_at"])
    _note(f"proposal.same-{sameness.value}", pair, by, now)


def _note(verb: str, pair: SameWish, by: Viewer, now: datetime) -> None:
    about, other = (f"proposal:{row.reference}" for row in (pair.first, pair.second))
    journal.note(verb=verb, about=about, actor=str(by.as_resident), at=now, subjects=[other])


def _tell_authors(pair: SameWish, now: datetime) -> None:
    for row, other in ((pair.first, pair.second), (pair.second, pair.first)):
        for account_id in people.accounts_of(author_ids(row)).values():
            subject, body = (in_all(one, title=row.title, other=other.title) for one in OTHER_SUGGESTED)
            key = f"proposal:same:{pair.pk}:{row.pk}:{account_id}"
            about = f"proposal:{row.reference}"
            link = page_of(row.reference)
            notices.send(
                to_account=account_id, kind=OWN, subject=subject, body=body, link=link, about=about, key=key, now=now
            )  # fmt: skip
