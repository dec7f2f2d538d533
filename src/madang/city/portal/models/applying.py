"""Applications in the making: drafts and the files put in."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

SCAN_STATES = ("waiting", "clean", "infected", "unscanned")
CHANNELS = ("web", "counter", "phone", "post")


class Draft(models.Model):
    """What a resident has filled in so far; it waits on the server, so any device goes on with it.

    answers   clean values of the steps that were left in order
    typed     what was typed into steps that were not, as the page sent it, by step
    marks     by step, the revision at which it last changed and the page that changed it
    eligible  what the rules said when it was started: yes, no, cannot_tell
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    resident = models.ForeignKey("people.Resident", null=True, on_delete=models.CASCADE, related_name="+")
    entered_by = models.ForeignKey("people.StaffMember", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey("portal.Service", on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey("portal.ServiceVersion", on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=10, default="web")
    language = models.CharField(max_length=4, default="en")
    eligible = models.CharField(max_length=12, blank=True, default="")
    paper_signed = models.BooleanField(default=False)
    answers = models.JSONField(default=dict)
    typed = models.JSONField(default=dict)
    done_steps = models.JSONField(default=list)
    marks = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    expires_on = models.DateField()
    reminded_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    case = models.OneToOneField("portal.Case", null=True, blank=True, on_delete=models.SET_NULL, related_name="draft")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["resident", "service"],
                condition=Q(case__isnull=True, entered_by__isnull=True, deleted_at__isnull=True),
                name="portal_draft_one_open",
            ),
            models.CheckConstraint(condition=Q(channel__in=CHANNELS), name="portal_draft_channel"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["expires_on"])]

    def __str__(self) -> str:
        return str(self.public_id)


class Upload(models.Model):
    """A file of a draft or a case; its bytes lie in the data folder under its own random name."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    draft = models.ForeignKey(Draft, null=True, blank=True, on_delete=models.CASCADE, related_name="uploads")
    case = models.ForeignKey("portal.Case", null=True, blank=True, on_delete=models.CASCADE, related_name="uploads")
    request = models.ForeignKey(
        "portal.DocumentRequest", null=True, blank=True, on_delete=models.SET_NULL, related_name="uploads"
    )
    field = models.CharField(max_length=120)
    name = models.CharField(max_length=255)
    kind = models.CharField(max_length=20)
    size_bytes = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    path = models.CharField(max_length=255)
    scan = models.CharField(max_length=10, default="waiting")
    added_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(scan__in=SCAN_STATES), name="portal_upload_scan"),
        ]

    def __str__(self) -> str:
        return str(self.public_id)
