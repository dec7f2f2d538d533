"""Comments of proposals and votes, who finds them helpful, and what they say in other languages."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from madang.city.proposals.models.proposals import Proposal
from madang.city.proposals.rules.comments import MOST_DEPTH, Side, Standing, TranslatedBy

_OF_VOTES, _BEGINS = Q(vote__isnull=False), Q(parent__isnull=True)


class Comment(models.Model):
    """One comment. What is deleted or hidden keeps its place, so that the replies below it do.

    proposal  what it is about; or ``vote``, never both
    thread    the comment that begins the thread; itself where it is that one
    text      Markdown; empty once its author has deleted it
    author    none once they are forgotten; byline is their name as they let it be seen then
    helpful   how many rows of Helpful say yes; unhelpful how many say no
    score     rules.wilson_lower_bound of the two
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    proposal = models.ForeignKey(Proposal, null=True, on_delete=models.CASCADE, related_name="comments", db_index=False)
    vote = models.ForeignKey("voting.Vote", null=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    thread = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="+")
    parent = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="replies", db_index=False)
    depth = models.PositiveSmallIntegerField(default=0)
    side = models.CharField(max_length=8)
    author = models.ForeignKey("people.Resident", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    byline = models.CharField(max_length=200, blank=True, default="")
    text = models.TextField(blank=True)
    language = models.CharField(max_length=4)
    written_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    standing = models.CharField(max_length=8, default=Standing.SHOWN.value)
    hidden_for = models.CharField(max_length=20, blank=True, default="")
    helpful = models.PositiveIntegerField(default=0)
    unhelpful = models.PositiveIntegerField(default=0)
    score = models.FloatField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(standing__in=[one.value for one in Standing]), name="proposals_comment_standing"),
            models.CheckConstraint(condition=Q(side__in=[one.value for one in Side]), name="proposals_comment_side"),
            models.CheckConstraint(condition=Q(depth__lte=MOST_DEPTH), name="proposals_comment_depth"),
            models.CheckConstraint(
                condition=Q(parent__isnull=True, depth=0) | Q(parent__isnull=False, depth__gte=1, side=Side.REPLY.value),
                name="proposals_comment_in_thread",
            ),
            models.CheckConstraint(condition=Q(proposal=None) ^ Q(vote=None), name="proposals_comment_on_one"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                F("proposal"), F("score").desc(), F("id").desc(), condition=Q(parent__isnull=True), name="proposals_comment_best"
            ),
            models.Index(F("proposal"), F("id").desc(), condition=Q(parent__isnull=True), name="proposals_comment_newest"),
            models.Index(
                F("proposal"), F("standing"), F("side"), condition=Q(proposal__isnull=False), name="proposals_comment_sides"
            ),
            models.Index(
                F("vote"), F("score").desc(), F("id").desc(), condition=_OF_VOTES & _BEGINS, name="proposals_comment_vote_best"
            ),
            models.Index(F("vote"), F("id").desc(), condition=_OF_VOTES & _BEGINS, name="proposals_comment_vote_newest"),
            models.Index(F("vote"), F("standing"), F("side"), condition=_OF_VOTES, name="proposals_comment_vote_sides"),
            models.Index(F("author"), F("written_at").desc(), name="proposals_comment_by"),
            models.Index(F("written_at").desc(), name="proposals_comment_late"),
        ]

    def __str__(self) -> str:
        return f"comment {self.public_id}"


class Helpful(models.Model):
    """Whether one person finds a comment helpful."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="votes", db_index=False)
    resident = models.ForeignKey("people.Resident", on_delete=models.PROTECT, related_name="+")
    is_helpful = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["comment", "resident"], name="proposals_helpful_once"),
        ]

    def __str__(self) -> str:
        return f"helpful {self.pk}"


class CommentTranslation(models.Model):
    """What a comment says in another language. A person's and a machine's stand side by side, each marked.

    of_edit     when the text that was translated was written or last edited: an older one is shown as out of date
    translator  who translated it; none for a machine, and once they are forgotten
    engine      the name of the machine
    """

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="translations", db_index=False)
    language = models.CharField(max_length=4)
    by = models.CharField(max_length=8)
    text = models.TextField()
    of_edit = models.DateTimeField()
    translator = models.ForeignKey("people.Resident", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    engine = models.CharField(max_length=60, blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["comment", "language", "by"], name="proposals_comment_translation_once"),
            models.CheckConstraint(
                condition=Q(by__in=[one.value for one in TranslatedBy]), name="proposals_comment_translation_by"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.language} of comment {self.comment_id}"
