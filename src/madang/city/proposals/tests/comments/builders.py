"""Comments for tests."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model

from madang.city.people.rules import Viewer
from madang.city.proposals.models import Comment
from madang.city.proposals.rules.comments import Side
from madang.city.proposals.rules.subjects import SubjectKind
from madang.city.proposals.services import comments
from madang.city.proposals.tests.builders import NOW, Desk, resident
from madang.city.voting.tests import builders as votes

WORDS = "Trees would give more shade than roofs."


def settled(name: str = "Lee Sora", days: int = 30) -> Viewer:
    """Return a resident who has been here for so many days."""
    viewer = resident(name)
    get_user_model().objects.filter(pk=viewer.account_id).update(date_joined=NOW - timedelta(days=days))
    return viewer


def comment(desk: Desk, by: Viewer | None = None, text: str = WORDS, **more: Any) -> UUID:
    """Write a comment under a proposal."""
    said = {"side": Side.FOR, "language": "en", "now": NOW} | more
    return comments.write(reference=desk.reference, text=text, by=by or settled(), **said).public_id


def discussed(**more: Any) -> str:
    """Return the reference of a straw vote that residents may discuss, opened at ``votes.OPENS``."""
    return votes.opened(votes.asked(discussed=True, **more))


def vote_comment(reference: str, by: Viewer | None = None, text: str = WORDS, **more: Any) -> UUID:
    """Write a comment under a vote."""
    said = {"side": Side.FOR, "language": "en", "now": votes.OPENS} | more
    return comments.write(reference=reference, kind=SubjectKind.VOTE, text=text, by=by or settled(), **said).public_id


def reply(to: UUID, by: Viewer | None = None, text: str = "And birds would nest in them.", **more: Any) -> UUID:
    """Reply to a comment."""
    return comments.reply(to=to, text=text, by=by or settled("Park Minjun"), **({"language": "en", "now": NOW} | more)).public_id


def row(public_id: UUID) -> Comment:
    """Return a comment as it stands."""
    return Comment.objects.get(public_id=public_id)
