"""Comments, votes, translations and reports among what the city holds about a person."""

from datetime import datetime
from typing import Any

from django.db import transaction

from madang.city.kernel.refusals import Refusal
from madang.city.people import queries as people
from madang.city.proposals.models import Comment, CommentTranslation, Helpful, ModerationCase, Report, SameWish
from madang.city.proposals.rules.comments import Standing, wilson_lower_bound


class CommentsHeld:
    """Comments and translations stay as a resident's, for others have answered them; votes and names of reporters go."""

    name = "comments"

    def collect(self, resident_id: int) -> dict[str, list[Any]]:
        """Return every comment, vote, translation and report, and what was decided about one's own texts."""
        account_id = people.account_of(resident_id) or 0
        comments = Comment.objects.filter(author=resident_id).order_by("pk")
        votes = Helpful.objects.filter(resident=resident_id).order_by("pk")
        translations = CommentTranslation.objects.filter(translator=resident_id).order_by("pk")
        reports = Report.objects.filter(account=account_id).order_by("pk")
        cases = ModerationCase.objects.filter(author=account_id).order_by("pk")
        linked = SameWish.objects.filter(suggested_by=resident_id).order_by("pk")
        return {
            "comments": list(comments.values("proposal__reference", "vote__reference", "text", "byline", "standing")),
            "found_helpful": list(votes.values_list("comment__public_id", "is_helpful")),
            "translated": list(translations.values("comment__public_id", "language", "text")),
            "reported": list(reports.values("case__about", "reason", "note")),
            "moderated": list(cases.values("about", "verdict", "reason", "text", "appeal", "was_right")),
            "said_same": list(linked.values_list("first__reference", "second__reference")),
        }

    def objection(self, resident_id: int) -> Refusal | None:
        """Return nothing: a discussion goes on without somebody."""
        return None

    @transaction.atomic
    def forget(self, resident_id: int, now: datetime) -> None:
        """Take the person off what others have answered, and delete the rest."""
        account_id = people.account_of(resident_id) or 0
        Comment.objects.filter(author=resident_id).update(author=None, byline="")
        CommentTranslation.objects.filter(translator=resident_id).update(translator=None)
        SameWish.objects.filter(suggested_by=resident_id).update(suggested_by=None)
        Report.objects.filter(account=account_id).update(account=None, note="")
        ModerationCase.objects.filter(author=account_id).update(author=None, appeal="")
        judged = list(Helpful.objects.filter(resident=resident_id).values_list("comment_id", flat=True))
        Helpful.objects.filter(resident=resident_id).delete()
        for row in Comment.objects.select_for_update().filter(pk__in=judged, standing=Standing.SHOWN.value).order_by("pk"):
            row.helpful, row.unhelpful = (row.votes.filter(is_helpful=said).count() for said in (True, False))
            row.score = wilson_lower_bound(row.helpful, row.helpful + row.unhelpful)
            row.save(update_fields=["helpful", "unhelpful", "score"])
