"""What a city chooses for its proposals: numbers, thresholds by area, and who holds which duty."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from madang.city.proposals.rules.settings import Duty as DutyKind


class Settings(models.Model):
    """One row of the numbers in rules.settings.Settings that the city has changed."""

    changed = models.JSONField(default=dict)
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(id=1), name="proposals_settings_is_one_row"),
        ]

    def __str__(self) -> str:
        return "settings of proposals"


class Threshold(models.Model):
    """How many supports in how many days lead to a department; without an area, in the whole city."""

    area = models.ForeignKey("places.Area", null=True, blank=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    days = models.PositiveSmallIntegerField()
    supports = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["area"], nulls_distinct=False, name="proposals_threshold_once"),
            models.CheckConstraint(condition=Q(days__gte=1, supports__gte=1), name="proposals_threshold_numbers"),
        ]

    def __str__(self) -> str:
        return f"{self.supports} in {self.days} days"


class Duty(models.Model):
    """Who routes, who may lift a proposal, who moderates. Panel and moderators need not be staff."""

    account = models.ForeignKey("people.Account", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12)
    since = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["account", "kind"], name="proposals_duty_once"),
            models.CheckConstraint(condition=Q(kind__in=[one.value for one in DutyKind]), name="proposals_duty_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: account {self.account_id}"
