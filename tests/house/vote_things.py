"""One of everything that the votes of the tested city have; Haru asks."""

import io
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from PIL import Image

from madang.city.kernel import clock
from madang.city.people.rules import Assurance, Role, Viewer
from madang.city.people.tests import builders as people
from madang.city.proposals.rules.comments import Side
from madang.city.proposals.rules.subjects import SubjectKind
from madang.city.proposals.services import comments
from madang.city.voting.rules.asking import Asked
from madang.city.voting.rules.electorate import Electorate
from madang.city.voting.rules.votes import Mode
from madang.city.voting.services import asking, kiosks, moving
from madang.city.voting.services import clock as votes


def things_of_votes(haru: int) -> dict[str, Any]:
    """Return the names of one of each, for addresses."""
    now = clock.now()
    draft = asking.ask(asked=_question(now), by=people.viewer_for(haru), now=now)
    chief = people.viewer_for(people.staff(Role.HEAD, department_code="families"))
    official = _official(chief, now - timedelta(hours=1))
    station = kiosks.open_kiosk(reference=official, place="Library", ends_at=now + timedelta(hours=2), by=chief, now=now)
    vote = _opened(haru, now)
    return {
        "vote": vote, "vote_comment": _said(vote, haru, now), "counted_vote": _counted(haru, now - timedelta(days=9), now), "draft_vote": draft,
        "official_draft": asking.ask(asked=_asked_by_the_city(now), by=chief, now=now),
        "official_vote": official, "kiosk": station.kiosk,
    }  # fmt: skip


def _opened(haru: int, now: datetime) -> str:
    by = people.viewer_for(haru)
    reference = asking.ask(asked=_question(now), by=by, now=now)
    asking.set_picture(reference=reference, number=1, data=_photo(), text={"en": "A fountain"}, by=by)
    moving.announce(reference=reference, by=by, now=now)
    votes.move(reference=reference, now=now)
    return reference


def _said(vote: str, haru: int, now: datetime) -> UUID:
    """Write a comment under a vote, later than Haru's other one: newcomers write one a minute."""
    told = {"side": Side.FOR, "text": "Children would play there.", "language": "en", "now": now + timedelta(minutes=2)}
    return comments.write(reference=vote, kind=SubjectKind.VOTE, **told, by=people.viewer_for(haru)).public_id


def _counted(haru: int, asked_at: datetime, now: datetime) -> str:
    by = people.viewer_for(haru)
    reference = asking.ask(asked=_question(asked_at), by=by, now=asked_at)
    moving.announce(reference=reference, by=by, now=asked_at)
    votes.move(reference=reference, now=asked_at)
    votes.move(reference=reference, now=now)
    return reference


def _official(by: Viewer, asked_at: datetime) -> str:
    reference = asking.ask(asked=_asked_by_the_city(asked_at), by=by, now=asked_at)
    moving.announce(reference=reference, by=by, now=asked_at)
    votes.move(reference=reference, now=asked_at)
    return reference


def _asked_by_the_city(now: datetime) -> Asked:
    proved = Electorate(least=Assurance.IDENTITY_PROVED)
    return replace(_question(now), mode=Mode.OFFICIAL, department="families", answer_days=30, electorate=proved)


def _question(now: datetime) -> Asked:
    return Asked(
        mode=Mode.STRAW,
        language="en",
        question={"en": "What shall stand on the square?"},
        options=({"en": "A fountain"}, {"en": "Trees"}),
        opens_at=now,
        closes_at=now + timedelta(days=7),
        discussed=True,
    )


def _photo() -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(kept, "PNG")
    return kept.getvalue()
