"""Conversations in short statements: what is asked, what was said, who takes it how, and the map of it."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from madang.city.proposals.rules.opinions import LONGEST, LONGEST_LIKENESS, Moderation, Stance


class Conversation(models.Model):
    """A question to which people answer with statements, about a topic or about one proposal.

    question      what is asked, by language
    text          what there is to know before one answers, by language
    ends_on       its last day; none as long as somebody ends it
    checks_first  a moderator sees each statement before others do
    """

    reference = models.CharField(max_length=20, unique=True)
    question = models.JSONField(default=dict)
    text = models.JSONField(default=dict)
    topic = models.CharField(max_length=30, blank=True, default="")
    proposal = models.OneToOneField(
        "proposals.Proposal", null=True, blank=True, on_delete=models.CASCADE, related_name="conversation"
    )
    checks_first = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    ends_on = models.DateField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(F("opened_at").desc(), F("id").desc(), name="proposals_talk_newest"),
        ]

    def __str__(self) -> str:
        return self.reference


class Statement(models.Model):
    """One statement. It is never changed, for people voted on what it said.

    number    counts up within the conversation; what people see
    likeness  its letters and digits, so that nobody says the same again
    author    none once they are forgotten
    votes     how many rows of OpinionVote are not taken back
    """

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="statements", db_index=False)
    number = models.PositiveIntegerField()
    text = models.CharField(max_length=LONGEST)
    likeness = models.CharField(max_length=LONGEST_LIKENESS)
    language = models.CharField(max_length=4)
    author = models.ForeignKey("people.Resident", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    added_at = models.DateTimeField()
    state = models.CharField(max_length=8, default=Moderation.SHOWN.value)
    hidden_for = models.CharField(max_length=20, blank=True, default="")
    votes = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["conversation", "number"], name="proposals_statement_number"),
            models.UniqueConstraint(fields=["conversation", "likeness"], name="proposals_statement_once"),
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in Moderation]), name="proposals_statement_moderation"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["author", "added_at"], name="proposals_statement_by"),
            models.Index(fields=["added_at"], condition=Q(state=Moderation.WAITING.value), name="proposals_statement_waits"),
        ]

    def __str__(self) -> str:
        return f"statement {self.pk}"


class OpinionVote(models.Model):
    """How one person takes a statement.

    stance  1, 0 or -1; none is taken back, and deleted when the next map is drawn
    """

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="opinions", db_index=False)
    resident = models.ForeignKey("people.Resident", on_delete=models.PROTECT, related_name="+", db_index=False)
    stance = models.SmallIntegerField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["statement", "resident"], name="proposals_opinion_once"),
            models.CheckConstraint(
                condition=Q(stance__isnull=True) | Q(stance__in=[one.value for one in Stance]), name="proposals_opinion_stance"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["resident"], name="proposals_opinion_by")]

    def __str__(self) -> str:
        return f"opinion {self.pk}"


class DrawnMap(models.Model):
    """The opinion map of a conversation as it was drawn last; it names nobody.

    digest   SHA-256 of the votes that went in, by number of statement, people counted in the order of their ids
    figures  as ``madang.urban.opinions.report.as_dict`` gives them, and the dots of each group
    """

    conversation = models.OneToOneField(Conversation, on_delete=models.CASCADE, primary_key=True, related_name="map")
    drawn_at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    figures = models.JSONField()

    def __str__(self) -> str:
        return f"map of {self.conversation_id}"
