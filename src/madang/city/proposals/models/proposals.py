"""Proposals: where each stands, what it says and said, who wrote it, what happened to it."""

import uuid
from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q

from madang.city.proposals.rules.life import CITY_ACTS, UNLISTED, State

LISTED = ~Q(state__in=sorted(state.value for state in UNLISTED))
COLLECTING = Q(state=State.COLLECTING.value)
ACTING = Q(state__in=sorted(state.value for state in CITY_ACTS))
_SPOTTED = Q(longitude__isnull=True, latitude__isnull=True) | Q(
    longitude__gte=-180, longitude__lte=180, latitude__gte=-90, latitude__lte=90
)


class Proposal(models.Model):
    """One proposal. Its row is narrow, for lists read many of them: the text stands in its versions.

    byline         the author's name as they chose to show it; empty is "a resident"
    area           where it belongs, found from the point if there is one; none is the whole city
    state_before   where it stood before it was hidden
    saved_on_page  the word of the page that saved the draft last
    supports       how many rows of Support there are; ``needed`` was frozen when collecting began
    due_on         when the city must move; ``days_left`` working days of it are kept while the clock stands
    asks_check     how often residents were asked whether it is done
    """

    reference = models.CharField(max_length=20, unique=True)
    author = models.ForeignKey("people.Resident", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    byline = models.CharField(max_length=200, blank=True, default="")
    byline_how = models.CharField(max_length=10, blank=True, default="initials")
    title = models.CharField(max_length=120, blank=True, default="")
    language = models.CharField(max_length=4, default="en")
    topic = models.CharField(max_length=30, blank=True, default="")
    area = models.ForeignKey("places.Area", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    longitude = models.FloatField(null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    state = models.CharField(max_length=12, default=State.DRAFT.value)
    state_before = models.CharField(max_length=12, blank=True, default="")
    decision = models.CharField(max_length=20, blank=True, default="")
    version = models.PositiveIntegerField(default=1)
    revision = models.PositiveIntegerField(default=1)
    saved_on_page = models.CharField(max_length=40, blank=True, default="")
    supports = models.PositiveIntegerField(default=0)
    needed = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    held_for = models.CharField(max_length=20, blank=True, default="")
    collects_until = models.DateField(null=True, blank=True)
    revivals = models.PositiveSmallIntegerField(default=0)
    routed_at = models.DateTimeField(null=True, blank=True)
    department = models.ForeignKey(
        "people.Department", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    officer = models.ForeignKey("people.StaffMember", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    ask_until = models.DateField(null=True, blank=True)
    is_extended = models.BooleanField(default=False)
    answered_at = models.DateTimeField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    days_left = models.IntegerField(null=True, blank=True)
    escalated_for = models.DateField(null=True, blank=True)
    asks_check = models.PositiveSmallIntegerField(default=0)
    in_favour_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    hidden_by = models.ForeignKey("people.Account", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_for = models.CharField(max_length=20, blank=True, default="")
    appealed_at = models.DateTimeField(null=True, blank=True)
    upheld_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(state__in=[one.value for one in State]), name="proposals_proposal_state"),
            models.CheckConstraint(condition=_SPOTTED, name="proposals_proposal_on_earth"),
            models.CheckConstraint(
                condition=Q(state=State.DRAFT.value) | Q(published_at__isnull=False), name="proposals_proposal_published"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(F("published_at").desc(), F("id").desc(), condition=LISTED, name="proposals_newest"),
            models.Index(F("supports").desc(), F("id").desc(), condition=LISTED, name="proposals_supported"),
            models.Index(
                F("answered_at").desc(), F("id").desc(), condition=Q(answered_at__isnull=False), name="proposals_answered"
            ),
            models.Index(F("collects_until"), F("id"), condition=COLLECTING, name="proposals_expiring"),
            models.Index(F("topic"), F("state"), F("published_at").desc(), condition=LISTED, name="proposals_topic"),
            models.Index(F("state"), F("published_at").desc(), F("id").desc(), condition=LISTED, name="proposals_state"),
            models.Index(F("area"), F("topic"), condition=LISTED, name="proposals_area"),
            models.Index(
                F("department"), F("published_at").desc(), condition=Q(department__isnull=False), name="proposals_department"
            ),
            models.Index(F("author"), F("id").desc(), name="proposals_author"),
            models.Index(F("due_on"), F("id"), condition=ACTING, name="proposals_due"),
        ]

    def __str__(self) -> str:
        return self.reference


class Version(models.Model):
    """What a proposal said from ``at`` on; a draft has one, which is written over until it is published.

    excerpt  how the text begins, without Markdown's marks: for lists, which read many
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=120, blank=True, default="")
    text = models.TextField(blank=True, default="")
    excerpt = models.CharField(max_length=200, blank=True, default="")
    language = models.CharField(max_length=4, default="en")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["proposal", "number"], name="proposals_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} v{self.number}"


class Words(models.Model):
    """What word search reads of a listed proposal. Apart from it, and kept out of line, so that neither row grows wide."""

    proposal = models.OneToOneField(Proposal, on_delete=models.CASCADE, primary_key=True, related_name="words")
    words = SearchVectorField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [GinIndex(fields=["words"], name="proposals_words_found")]

    def __str__(self) -> str:
        return f"words of {self.proposal_id}"


class CoAuthor(models.Model):
    """Somebody whom the author invited to sign, by a link that the author hands on; whoever declines is gone.

    called  what the author calls them, to tell invitations apart; nobody else sees it
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="co_authors", db_index=False)
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    called = models.CharField(max_length=60, blank=True, default="")
    resident = models.ForeignKey("people.Resident", null=True, on_delete=models.PROTECT, related_name="+")
    byline = models.CharField(max_length=200, blank=True, default="")
    invited_at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["proposal", "resident"], name="proposals_coauthor_once"),
        ]

    def __str__(self) -> str:
        return f"co-author {self.pk}"


class ProposalEvent(models.Model):
    """A move as everybody sees it: the part that made it, which department, why, and until when something is due.

    part   author, clerk, officer ...; residents are not named here
    staff  who of the city's staff acted, a name that stands under answers
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="events", db_index=False)
    at = models.DateTimeField()
    move = models.CharField(max_length=12)
    from_state = models.CharField(max_length=12)
    to_state = models.CharField(max_length=12)
    part = models.CharField(max_length=12)
    department = models.ForeignKey("people.Department", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey("people.StaffMember", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=20, blank=True, default="")
    text = models.TextField(blank=True, default="")
    language = models.CharField(max_length=4, blank=True, default="")
    due_on = models.DateField(null=True, blank=True)
    details = models.JSONField(default=dict)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["proposal", "id"], name="proposals_event_order"),
            models.Index(F("at").desc(), F("id").desc(), name="proposals_event_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.move}"


class Picture(models.Model):
    """A picture of a proposal, or of one of its milestones, as the city re-encoded it; ``digest`` names its file."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="pictures")
    milestone = models.ForeignKey(
        "proposals.Milestone", null=True, blank=True, on_delete=models.CASCADE, related_name="pictures", db_index=False
    )
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    digest = models.CharField(max_length=64, db_index=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    alternative = models.CharField(max_length=300, blank=True, default="")
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"picture {self.public_id}"
