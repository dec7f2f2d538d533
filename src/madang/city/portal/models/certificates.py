"""Documents that were issued: certificates, licences, passes."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from madang.city.portal.models.cases import Case


class IssuedDocument(models.Model):
    """A document as it was handed out. Its texts never change; it can only be withdrawn.

    titles       in every language of the service, because the public check shows it to anybody
    facts        [[label, value], ...] as they stand in its table
    code         printed on it; with the holder's family name or birth date it opens the public check
    holder       who may read it; with the name and birth date as they were when it was issued
    office       the department's name on that day, in every language
    keep         a retention class of its own; empty: it is purged with its case
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="documents")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(max_length=14, unique=True)
    output = models.CharField(max_length=40)
    language = models.CharField(max_length=4)
    titles = models.JSONField()
    body = models.TextField()
    facts = models.JSONField(default=list)
    holder = models.ForeignKey("people.Resident", on_delete=models.PROTECT, related_name="+")
    holder_name = models.CharField(max_length=200)
    holder_birth_date = models.DateField(null=True, blank=True)
    office = models.JSONField()
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey("people.StaffMember", on_delete=models.PROTECT, related_name="+")
    valid_until = models.DateField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey("people.StaffMember", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    keep = models.CharField(max_length=10, blank=True, default="")
    purge_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "output"], condition=Q(withdrawn_at=None), name="portal_document_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(F("case"), F("id").desc(), name="portal_document_case"),
            models.Index(F("purge_on"), condition=Q(purge_on__isnull=False), name="portal_document_purge"),
        ]

    def __str__(self) -> str:
        return self.code
