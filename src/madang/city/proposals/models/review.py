"""What the city answers and does: answers, milestones, and what a proposal led to."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from madang.city.proposals.models.proposals import Proposal
from madang.city.proposals.rules.life import Decision


class Answer(models.Model):
    """The city's answer. A later one stands instead of the earlier, and both stay to be read.

    reason        a code of rules.answers.REASONS, where the answer is no
    law           the law or rule that it rests on
    amount_minor  what it will cost, or would have cost
    next_on       the day of the next step, where the answer is yes
    forwarded_to  which body it was sent to
    days_left     working days that were left of the review; negative is late
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="answers")
    at = models.DateTimeField()
    decision = models.CharField(max_length=20)
    reason = models.CharField(max_length=20, blank=True, default="")
    text = models.TextField()
    language = models.CharField(max_length=4)
    law = models.CharField(max_length=300, blank=True, default="")
    amount_minor = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True, default="")
    next_on = models.DateField(null=True, blank=True)
    forwarded_to = models.CharField(max_length=200, blank=True, default="")
    days_left = models.IntegerField(null=True, blank=True)
    department = models.ForeignKey("people.Department", on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey("people.StaffMember", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(decision__in=[one.value for one in Decision]), name="proposals_answer_decision"),
        ]

    def __str__(self) -> str:
        return f"answer {self.pk}"


class Milestone(models.Model):
    """A step on the way to done: when, what, and what was spent on it."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="milestones")
    on_date = models.DateField()
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True, default="")
    language = models.CharField(max_length=4)
    amount_minor = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True, default="")
    added_at = models.DateTimeField()
    staff = models.ForeignKey("people.StaffMember", null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"milestone {self.pk}"


class Link(models.Model):
    """Where a proposal led to: a vote, a budget round, a service's case; readable from both ends.

    title  what it is called, by language
    url    an address of this site
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="links", db_index=False)
    kind = models.CharField(max_length=20)
    reference = models.CharField(max_length=80)
    title = models.JSONField(default=dict)
    url = models.CharField(max_length=300)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["proposal", "kind", "reference"], name="proposals_link_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["kind", "reference"], name="proposals_link_other_end")]

    def __str__(self) -> str:
        return f"{self.kind} {self.reference}"
