"""Receipts: the rows and the question behind a public figure."""

from typing import ClassVar

from django.db import models

from madang.city.opendata.models.catalogue import Dataset


class Receipt(models.Model):
    """A figure that the site shows, with where it comes from: data set @ version + query = value.

    code      names it on pages; made from data set, version and query, so the same question has the same receipt
    query     the parameters of the tabular API, in their one canonical order
    value     the answer as JSON, exactly as it was when the figure was first shown
    shown_at  the address of the page that shows it, and which figure there
    """

    code = models.CharField(max_length=24, unique=True)
    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="receipts")
    version = models.PositiveIntegerField()
    query = models.JSONField()
    value = models.JSONField()
    shown_at = models.CharField(max_length=300, blank=True, default="")
    made_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True, blank=True)
    holds = models.BooleanField(null=True, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["dataset", "version"], name="opendata_receipt_version")]

    def __str__(self) -> str:
        return self.code
