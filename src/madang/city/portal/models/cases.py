"""Cases: the state, the clock, what happened, who said what."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

OPEN = Q(closed_at__isnull=True)


class Case(models.Model):
    """One application for one service on its way from receipt to archive.

    closed_at  when the city had done its work; open again while an objection is looked at
    wake_on    the day on which the nightly job looks at the case: to remind, lapse, deem, close, archive or purge it
    """

    reference = models.CharField(max_length=20, unique=True)
    service = models.ForeignKey("portal.Service", on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey("portal.ServiceVersion", on_delete=models.PROTECT, related_name="+")
    applicant = models.ForeignKey("people.Resident", null=True, on_delete=models.PROTECT, related_name="+")
    entered_by = models.ForeignKey("people.StaffMember", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=10, default="web")
    language = models.CharField(max_length=4, default="en")
    answers = models.JSONField(default=dict)
    state = models.CharField(max_length=24)
    outcome = models.CharField(max_length=20, blank=True, default="")
    status_text = models.CharField(max_length=200, blank=True, default="")
    department = models.ForeignKey("people.Department", on_delete=models.PROTECT, related_name="+")
    assignee = models.ForeignKey("people.StaffMember", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey("people.StaffMember", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()
    clock = models.CharField(max_length=10, default="working")
    days_total = models.PositiveIntegerField(default=0)
    due_on = models.DateField()
    paused_on = models.DateField(null=True, blank=True)
    days_used = models.PositiveIntegerField(default=0)
    answer_by = models.DateField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    appeal_until = models.DateField(null=True, blank=True)
    appealed_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    purge_on = models.DateField(null=True, blank=True)
    wake_on = models.DateField(null=True, blank=True)
    submission_key = models.UUIDField(default=uuid.uuid4, unique=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(F("department"), F("due_on"), F("id"), condition=OPEN, name="portal_case_department_due"),
            models.Index(
                F("department"), F("due_on"), F("id"), condition=OPEN & Q(assignee__isnull=True), name="portal_case_unassigned"
            ),
            models.Index(F("department"), F("service"), F("due_on"), F("id"), condition=OPEN, name="portal_case_dept_service"),
            models.Index(F("assignee"), F("due_on"), F("id"), condition=OPEN, name="portal_case_assignee_due"),
            models.Index(  # the inbox counts late cases from it alone, hence paused_on
                fields=["department", "state", "due_on", "id"],
                include=["paused_on"],
                condition=OPEN,
                name="portal_case_state_due",
            ),
            models.Index(F("applicant"), F("id").desc(), name="portal_case_applicant"),
            models.Index(F("service"), F("submitted_at"), name="portal_case_service"),
            models.Index(F("wake_on"), F("id"), condition=Q(wake_on__isnull=False), name="portal_case_wake"),
        ]

    def __str__(self) -> str:
        return self.reference


class CaseEvent(models.Model):
    """Something that happened; the timeline is these, and nothing is ever taken out."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField()
    verb = models.CharField(max_length=40)
    from_state = models.CharField(max_length=24, blank=True, default="")
    to_state = models.CharField(max_length=24, blank=True, default="")
    actor = models.CharField(max_length=60)
    details = models.JSONField(default=dict)
    is_public = models.BooleanField(default=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["case", "at", "id"])]

    def __str__(self) -> str:
        return f"{self.case_id} {self.verb}"


class Message(models.Model):
    """A message between the resident and the staff of a case."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="messages")
    at = models.DateTimeField()
    actor = models.CharField(max_length=60)
    body = models.TextField(max_length=10_000)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["case", "at", "id"])]

    def __str__(self) -> str:
        return f"message {self.pk}"


class CaseNote(models.Model):
    """A note among staff."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notes")
    at = models.DateTimeField()
    author = models.ForeignKey("people.StaffMember", on_delete=models.PROTECT, related_name="+")
    body = models.TextField(max_length=10_000)

    def __str__(self) -> str:
        return f"note {self.pk}"


class DocumentRequest(models.Model):
    """Papers that staff asked the applicant for."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="requests")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("people.StaffMember", on_delete=models.PROTECT, related_name="+")
    evidence = models.JSONField(default=list)
    body = models.TextField(max_length=4_000)
    answer_by = models.DateField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"request {self.pk}"


class Decision(models.Model):
    """A proposed and, once confirmed, made decision with its reasons."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="decisions")
    outcome = models.CharField(max_length=20)
    reasons = models.TextField(max_length=10_000)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey("people.StaffMember", null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey("people.StaffMember", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    is_appeal = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"decision {self.pk}"


class Letter(models.Model):
    """A letter as it was sent, in the applicant's language; its PDF is made when asked for."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="letters")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=40)
    language = models.CharField(max_length=4)
    subject = models.CharField(max_length=300)
    body = models.TextField()
    sent_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"letter {self.pk}"


class ServiceFigures(models.Model):
    """How a service did in the twelve months before ``counted_on``; counted by a job every night."""

    service = models.OneToOneField("portal.Service", on_delete=models.CASCADE, related_name="figures")
    counted_on = models.DateField()
    received = models.PositiveIntegerField()
    decided = models.PositiveIntegerField()
    in_time = models.PositiveIntegerField()
    median_days = models.FloatField(null=True)
    drafts_left = models.PositiveIntegerField(default=0)
    left_at_step = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(F("received").desc(), F("id"), name="portal_figures_received")]

    def __str__(self) -> str:
        return f"figures of service {self.service_id}"
