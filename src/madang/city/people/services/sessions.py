"""Ending the sessions that somebody has open, and dropping what has run out."""

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction

from madang.city.kernel.refusals import Refusal, Refused


@transaction.atomic
def end_session(*, account_id: int, session_id: int) -> None:
    """End one of an account's sessions. Raises Refused if it is not theirs or over already."""
    session = UserSession.objects.filter(pk=session_id, user_id=account_id).first()
    if session is None:
        raise Refused(Refusal("people.no_session", status=404))
    session.end()


@transaction.atomic
def end_sessions(*, account_id: int, but: str = "") -> int:
    """End all of an account's sessions, except the one with the key ``but``; return how many."""
    ended = 0
    for session in UserSession.objects.filter(user_id=account_id).exclude(session_key=but):
        session.end()
        ended += 1
    return ended


@transaction.atomic
def drop_expired(*, now: datetime) -> int:
    """Drop sessions that have run out, with what was known of their devices; return how many."""
    Session.objects.filter(expire_date__lt=now).delete()
    ended, _ = UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    return ended
