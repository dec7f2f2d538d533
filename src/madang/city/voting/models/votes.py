"""Votes and the options that they offer."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from madang.city.kernel.ids import public_reference
from madang.city.voting.rules.answers import Decision
from madang.city.voting.rules.votes import Kind, Mode, Rule, Shown, State, Terms, Ties


def _known(field: str, values: type[Mode | State | Kind | Rule | Shown | Ties]) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(**{f"{field}__in": [one.value for one in values]}), name=f"voting_{field}_known")


class Vote(models.Model):
    """A question, what may be answered, by whom and until when. Nothing of it changes once it is open.

    electorate   who may vote, as ``rules.electorate`` writes it
    tie_seed     drawn and published at opening
    near_areas   the small areas within the distance that the electorate asks for, as they lay at opening
    entitled     how many may vote, and ``groups`` how many by area, age and gender: counted at opening
    turnout      how many of each group took part in an official vote: from its closing until it is counted
    area_level   the level of the areas in the tables of its result
    answer       what the department says to the result of an official vote, due on ``answer_due_on``
    decision     what the city does with that result, and ``next_on`` the day of its next step, where there is one
    grams        pairs of letters of the question and options, by which it is found
    """

    reference = models.CharField(max_length=12, unique=True, default=public_reference)
    mode = models.CharField(max_length=10)
    state = models.CharField(max_length=10, default=State.DRAFT.value)
    language = models.CharField(max_length=4)
    question = models.JSONField(default=dict)
    description = models.JSONField(default=dict)
    kind = models.CharField(max_length=10)
    rule = models.CharField(max_length=12)
    seats = models.PositiveSmallIntegerField(default=1)
    minimum = models.PositiveSmallIntegerField(default=1)
    maximum = models.PositiveSmallIntegerField(default=1)
    most_points = models.PositiveSmallIntegerField(default=0)
    ties = models.CharField(max_length=6, default=Ties.SEED.value)
    tie_seed = models.CharField(max_length=20, blank=True, default="")
    shuffled = models.BooleanField(default=False)
    discussed = models.BooleanField(default=False)
    without_script = models.BooleanField(default=False)
    shown = models.CharField(max_length=14, default=Shown.AFTER_CLOSING.value)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    quorum_people = models.PositiveIntegerField(null=True, blank=True)
    quorum_percent = models.PositiveSmallIntegerField(null=True, blank=True)
    electorate = models.JSONField(default=dict)
    near_areas = ArrayField(models.BigIntegerField(), default=list, blank=True)
    entitled = models.PositiveIntegerField(null=True, blank=True)
    groups = models.JSONField(default=list)
    turnout = models.JSONField(default=list)
    area_level = models.CharField(max_length=40, blank=True, default="")
    asker = models.ForeignKey("people.Resident", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey("people.StaffMember", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey("people.Department", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answer_days = models.PositiveSmallIntegerField(null=True, blank=True)
    answer_due_on = models.DateField(null=True, blank=True)
    answer = models.JSONField(default=dict)
    decision = models.CharField(max_length=10, blank=True, default="")
    next_on = models.DateField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey("people.StaffMember", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    announced_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    counted_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_why = models.JSONField(default=dict)
    grams = ArrayField(models.CharField(max_length=2), default=list, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(F("state"), F("closes_at"), F("id"), name="voting_vote_closing"),
            models.Index(F("opens_at"), F("id"), condition=Q(state="announced"), name="voting_vote_opening"),
            models.Index(F("asker"), F("id").desc(), name="voting_vote_asker"),
            GinIndex(fields=["grams"], name="voting_vote_grams"),
            models.Index(
                F("answer_due_on"), F("id"), condition=Q(state="counted", mode="official"), name="voting_vote_unanswered"
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            _known("mode", Mode),
            _known("state", State),
            _known("kind", Kind),
            _known("rule", Rule),
            _known("ties", Ties),
            _known("shown", Shown),
            models.CheckConstraint(condition=Q(opens_at__lt=F("closes_at")), name="voting_opens_before_it_closes"),
            models.CheckConstraint(condition=Q(quorum_people=None) | Q(quorum_percent=None), name="voting_one_quorum"),
            models.CheckConstraint(condition=Q(minimum__lte=F("maximum")), name="voting_minimum_below_maximum"),
            models.CheckConstraint(
                condition=Q(mode="straw")
                | Q(department__isnull=False, asked_by__isnull=False, shown="after_closing", without_script=False),
                name="voting_official_is_answered_and_hidden",
            ),
            models.CheckConstraint(
                condition=Q(decision__in=["", *(one.value for one in Decision)]), name="voting_decision_known"
            ),
            models.CheckConstraint(condition=Q(asker=None) ^ Q(asked_by=None), name="voting_one_asker"),
        ]

    def __str__(self) -> str:
        return self.reference

    def terms(self, options: int) -> Terms:
        """Return what may be marked and how it is counted, given the number of options."""
        return Terms(Kind(self.kind), Rule(self.rule), options, self.seats, self.minimum, self.maximum, self.most_points)


class Option(models.Model):
    """One of the answers that a vote offers.

    picture  the SHA-256 of the image that lies in the folder of pictures; empty where there is none
    """

    vote = models.ForeignKey(Vote, on_delete=models.CASCADE, related_name="options", db_index=False)
    number = models.PositiveSmallIntegerField()
    text = models.JSONField(default=dict)
    picture = models.CharField(max_length=64, blank=True, default="")
    picture_text = models.JSONField(default=dict, help_text="What the picture shows, for those who do not see it")
    width = models.PositiveSmallIntegerField(default=0)
    height = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["vote", "number"], name="voting_option_number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="voting_options_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.vote_id}/{self.number}"
