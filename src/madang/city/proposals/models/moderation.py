"""Texts that moderators look at: who reported them and why, what was decided, and what became of objections."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from madang.city.proposals.rules.moderation import Reason, Verdict, Why

WAITS = Q(verdict="")
FIRST = Q(why=Why.FIRST.value)
APPEALED = Q(appealed_at__isnull=False, judged_at__isnull=True)


class ModerationCase(models.Model):
    """One look at one text, named as ``rules.moderation.TextRef`` is written. A text kept may be reported anew: a new case.

    author        the account that wrote it
    findings      signs of spam: [{sign, points, params}], as a moderator reads them
    verdict       empty while it waits
    was_right     after an objection: whether the first decision stands
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    about = models.CharField(max_length=80)
    author = models.ForeignKey("people.Account", null=True, on_delete=models.SET_NULL, related_name="+")
    why = models.CharField(max_length=10)
    points = models.PositiveSmallIntegerField(default=0)
    findings = models.JSONField(default=list)
    reports = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField()
    verdict = models.CharField(max_length=5, blank=True, default="")
    reason = models.CharField(max_length=10, blank=True, default="")
    text = models.TextField(blank=True, default="")
    language = models.CharField(max_length=4, blank=True, default="")
    decided_by = models.ForeignKey("people.Account", null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    appeal = models.TextField(blank=True, default="")
    appealed_at = models.DateTimeField(null=True, blank=True)
    judged_by = models.ForeignKey("people.Account", null=True, on_delete=models.SET_NULL, related_name="+")
    judged_at = models.DateTimeField(null=True, blank=True)
    was_right = models.BooleanField(null=True, blank=True)
    judged_text = models.TextField(blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["about"], condition=WAITS, name="proposals_moderated_once"),
            models.CheckConstraint(condition=Q(why__in=[one.value for one in Why]), name="proposals_moderated_why"),
            models.CheckConstraint(
                condition=Q(verdict="", decided_at__isnull=True)
                | Q(verdict__in=[one.value for one in Verdict], decided_at__isnull=False),
                name="proposals_moderated_decided",
            ),
            models.CheckConstraint(
                condition=Q(judged_at__isnull=True, was_right__isnull=True)
                | Q(judged_at__isnull=False, was_right__isnull=False, appealed_at__isnull=False),
                name="proposals_moderated_judged",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(F("reports").desc(), F("points").desc(), F("id"), condition=WAITS, name="proposals_moderated_waits"),
            models.Index(fields=["appealed_at"], condition=APPEALED, name="proposals_moderated_appeals"),
            models.Index(fields=["about"], name="proposals_moderated_about"),
            models.Index(fields=["decided_at"], name="proposals_moderated_late"),
        ]

    def __str__(self) -> str:
        return f"case {self.pk}: {self.about}"


class Report(models.Model):
    """Somebody finds that a text should not stand."""

    case = models.ForeignKey(ModerationCase, on_delete=models.CASCADE, related_name="reported", db_index=False)
    account = models.ForeignKey("people.Account", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    reason = models.CharField(max_length=10)
    note = models.TextField(blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "account"], name="proposals_report_once"),
            models.CheckConstraint(condition=Q(reason__in=[one.value for one in Reason]), name="proposals_report_reason"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(F("account"), F("at").desc(), name="proposals_report_by")]

    def __str__(self) -> str:
        return f"report {self.pk}"
