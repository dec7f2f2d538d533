"""Tell people of versions and corrections, in every language of the site."""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from madang.city.kernel.jobs import enqueue
from madang.city.kernel.text import language_key, localised
from madang.city.notices import services as notices
from madang.city.opendata.models import Correction, Follower, Version
from madang.city.opendata.rules.states import VersionState
from madang.city.people import queries as people
from madang.city.people.rules import Role

NEW, WORK, CORRECTION = "opendata.new-version", "opendata.work", "opendata.correction"
BATCH = 500

_TO_MAKER: Mapping[str, tuple[object, object]] = {
    "ready": (
        _("Ready to be looked at: %(title)s"),
        _("The file %(file)s has been read. Look at its columns and at what the gate has found, then publish it."),
    ),
    "failed": (
        _("A file could not be read: %(title)s"),
        _("The file %(file)s could not be read, and nothing was published. The page names the place and what to do."),
    ),
    "released": (_("Published: %(title)s"), _("The embargo has ended, so the new version is open to everybody.")),
}
_TO_PROPOSER: Mapping[str, tuple[object, object]] = {
    "accepted": (
        _("Your correction was taken up: %(title)s"),
        _("Thank you. The row you wrote about is corrected in the version that is prepared now. %(answer)s"),
    ),
    "declined": (_("Your correction was not taken up: %(title)s"), _("The department says: %(answer)s")),
}
_NEW_SUBJECT = _("New data: %(title)s")
_NEW_BODY = _("Version %(number)s is there, with %(rows)s rows.")
_NEW_CHANGE = _("Added: %(added)s, removed: %(removed)s, changed: %(changed)s.")
_PROPOSED = (_("A correction was proposed: %(title)s"), _("Somebody says that row %(row)s is not right. Look at it and answer."))


def tell_maker(version: Version, what: str, *, now: datetime) -> None:
    """Tell the member of staff who brought a file; nobody where a job, a program or the command line did."""
    kind, _sep, number = version.made_by.partition(":")
    line = people.staff_member(int(number)) if kind == "staff" and number.isdecimal() else None
    if line is None:
        return
    subject, body = _TO_MAKER[what]
    words = {"file": version.file_name or version.source_url}
    notices.send(
        to_account=line.account_id,
        kind=WORK,
        subject=_in_all(version, subject, words),
        body=_in_all(version, body, words),
        link=f"/staff/data/versions/{version.public_id}",
        about=f"dataset:{version.dataset.public_id}",
        key=f"opendata:{version.public_id}:{what}:{version.done}:{now.isoformat()}",
        now=now,
    )


def tell_followers(*, version_id: int, after: int = 0, now: datetime) -> None:
    """Tell those who follow a data set of its new version, so many at a time; a job goes on with the rest."""
    version = Version.objects.select_related("dataset", "table").filter(pk=version_id, state=VersionState.PUBLISHED.value).first()
    if version is None or version.table is None:
        return
    followers = Follower.objects.filter(dataset=version.dataset_id, pk__gt=after).order_by("pk")[:BATCH]
    words = {"number": version.number, "rows": version.table.rows, **_counts(version)}
    subject, body = _in_all(version, _NEW_SUBJECT, words), _in_all(version, _NEW_BODY, words)
    if _counts(version):
        more = _in_all(version, _NEW_CHANGE, words)
        body = {lang: f"{text} {more[lang]}" for lang, text in body.items()}
    for follower in followers:
        notices.send(
            to_account=follower.account_id,
            kind=NEW,
            subject=subject,
            body=body,
            link=f"/data/{version.dataset.slug}/v/{version.number}",
            about=f"dataset:{version.dataset.public_id}",
            key=f"opendata:{version.public_id}:new:{follower.account_id}",
            now=now,
        )
    if len(followers) == BATCH:
        enqueue("opendata.tell_followers", version_id=version_id, after=followers[BATCH - 1].pk)


def tell_proposer(correction: Correction, what: str, *, now: datetime) -> None:
    """Tell the resident who proposed a correction how it was answered; nobody where they have left."""
    account = people.account_of(correction.proposer_id) if correction.proposer_id else None
    if account is None:
        return
    subject, body = _TO_PROPOSER[what]
    words = {"answer": correction.answer}
    notices.send(
        to_account=account,
        kind=CORRECTION,
        subject=_in_all(correction, subject, words),
        body=_in_all(correction, body, words),
        link=f"/data/{correction.dataset.slug}",
        about=f"dataset:{correction.dataset.public_id}",
        key=f"opendata:correction:{correction.public_id}:{what}",
        now=now,
    )


def tell_publisher(correction: Correction, *, now: datetime) -> None:
    """Tell those who answer for the publisher's data that somebody proposes a correction: caseworkers and heads."""
    department = correction.dataset.publisher.department
    if department is None:
        return
    words = {"row": correction.position + 1}
    for line in people.staff_in([department.code], roles=[Role.CASEWORKER, Role.HEAD]):
        notices.send(
            to_account=line.account_id,
            kind=WORK,
            subject=_in_all(correction, _PROPOSED[0], words),
            body=_in_all(correction, _PROPOSED[1], words),
            link="/staff/data/corrections",
            about=f"dataset:{correction.dataset.public_id}",
            key=f"opendata:correction:{correction.public_id}:{line.account_id}",
            now=now,
        )


def _counts(version: Version) -> dict[str, int]:
    return {name: version.change[name] for name in ("added", "removed", "changed") if name in version.change}


def _in_all(about: Version | Correction, text: object, words: Mapping[str, object]) -> dict[str, str]:
    found = {}
    for code, _name in settings.LANGUAGES:
        key = language_key(code)
        with translation.override(code):
            found[key] = str(text) % {**words, "title": localised(about.dataset.titles, key)}
    return found
