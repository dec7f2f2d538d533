"""Notices, the deliveries of each by channel, every attempt at a delivery, and what people want to get where."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q


def new_slug() -> str:
    """Return the random name under which a notice is addressed on the site."""
    return secrets.token_urlsafe(9)


class Notice(models.Model):
    """A message to one person, in every language that its sender gave; ``key`` makes it happen once."""

    slug = models.CharField(max_length=16, unique=True, default=new_slug)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices", db_index=False)
    kind = models.CharField(max_length=60)
    subject = models.JSONField()
    body = models.JSONField()
    link = models.CharField(max_length=400, blank=True)
    about = models.CharField(max_length=120)
    key = models.CharField(max_length=200, unique=True)
    created_at = models.DateTimeField()
    in_inbox = models.BooleanField(default=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["account", "-id"], name="notice_inbox"),
            models.Index(fields=["account"], condition=Q(read_at=None, in_inbox=True), name="notice_unread"),
            models.Index(fields=["about"], name="notice_about"),
        ]

    def __str__(self) -> str:
        return self.key


class Delivery(models.Model):
    """A notice on its way through one channel to one target (a push subscription, or "" for the account itself)."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="deliveries", db_index=False)
    channel = models.CharField(max_length=20)
    target = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=12, default="waiting")
    due_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "due_at"], condition=~Q(state="sent"), name="delivery_open")]
        constraints = [
            models.UniqueConstraint(fields=["notice", "channel", "target"], name="delivery_once"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "sending", "sent", "failed", "dropped"]), name="delivery_state_known"
            ),
            models.CheckConstraint(condition=Q(state="sent", sent_at__isnull=False) | ~Q(state="sent"), name="delivery_sent_at"),
        ]


class DeliveryAttempt(models.Model):
    """One try: begun before the channel is asked, ended by its answer. One without an end was cut short."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="attempts", db_index=False)
    number = models.PositiveSmallIntegerField()
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=12, default="begun")
    answer = models.CharField(max_length=300, blank=True)
    message_id = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["delivery", "number"], name="attempt_number")]


class Preference(models.Model):
    """A person's word on one kind of notice through one channel; where there is none the kind's default holds."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=60)
    channel = models.CharField(max_length=20)
    wanted = models.BooleanField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "kind", "channel"], name="preference_once")]


class PushSubscription(models.Model):
    """A browser that asked to be told; ``slug`` names it in deliveries."""

    slug = models.CharField(max_length=16, unique=True, default=new_slug)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="push_subscriptions")
    endpoint = models.URLField(max_length=1000, unique=True)
    p256dh = models.CharField(max_length=200)
    auth = models.CharField(max_length=100)
    label = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["account"], condition=Q(gone_at=None), name="push_present")]
