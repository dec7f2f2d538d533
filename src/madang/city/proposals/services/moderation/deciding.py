"""Report a text, decide on it, object, and judge the objection. Keyword-only, one transaction, the time passed in."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from madang.city.journal import services as journal
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.people.rules import Viewer
from madang.city.proposals.models import ModerationCase, Report
from madang.city.proposals.queries.loading import duties_of
from madang.city.proposals.queries.moderation.cases import facts_of
from madang.city.proposals.queries.moderation.texts import ModeratedText, moderated_text
from madang.city.proposals.rules import moderation as rules
from madang.city.proposals.rules.moderation import Facts, Kind, Reason, Verdict, Why
from madang.city.proposals.services.moderation.opening import open_case, tell_author, tell_moderators
from madang.city.proposals.services.moderation.sentences import REASONS
from madang.city.proposals.services.moderation.showing import Ruling, hide_text, judge_proposal, object_to_proposal, show_text

_DAY = timedelta(days=1)


@transaction.atomic
def report(*, about: str, reason: str, note: str, by: Viewer, now: datetime) -> None:
    """Report a text for one of the four reasons; a moderator looks at it. Once for each person, until it is decided.

    about  the text's reference, such as ``comment:1f0c...``

    Raises Refused for strangers, one's own text, a text that is not shown, twice, and too many in a day.
    """
    text = _text(about)
    if not text.is_shown:
        raise Refused(rules.UNKNOWN)
    if by.account_id is None:
        raise Refused(Refusal("people.sign_in_first", status=403))
    today = Report.objects.filter(account=by.account_id, at__gt=now - _DAY).count()
    if reason_not := rules.why_not_report(reason, note, is_own=by.account_id == text.author, reported_today=today):
        raise Refused(reason_not)
    row = open_case(text.ref, author=text.author, why=Why.REPORTED, now=now)
    said = {"reason": reason, "note": note.strip(), "at": now}
    _, is_new = Report.objects.get_or_create(case=row, account_id=by.account_id, defaults=said)
    if not is_new:
        raise Refused(Refusal("proposals.reported_already"))
    row.reports = row.reported.count()
    row.save(update_fields=["reports"])
    _note("moderation.reported", row, by, now, reason=reason)


@transaction.atomic
def notice(*, about: str, by: Viewer, now: datetime) -> UUID:
    """Bring a text that a moderator came upon before the moderators and return its case, in which they may decide at once.

    A case that waits, and that of a text that is hidden, is the one there is.

    Raises Refused for all but moderators, and for their own texts.
    """
    text = _text(about)
    if refusal := rules.why_not_notice(duties_of(by), by.account_id, Facts(text.author, frozenset())):
        raise Refused(refusal)
    known = ModerationCase.objects.filter(about=about).order_by("-pk").first()
    if known is not None and (known.verdict == "" or not text.is_shown):
        return known.public_id
    row = open_case(text.ref, author=text.author, why=Why.NOTICED, now=now)
    _note("moderation.noticed", row, by, now)
    return row.public_id


@transaction.atomic
def decide(*, case: UUID, verdict: Verdict, reason: str, text: str, language: str, by: Viewer, now: datetime) -> None:
    """Keep a text or hide it, with one of the four reasons and words for its author, who is told and may object.

    A later decision of the same case stands instead of the earlier, until its author objects. Of a text that its author has
    deleted meanwhile only the case is closed, by keeping it.

    Raises Refused for all but moderators, on one's own text and one's own report.
    """
    row = _case(case)
    if refusal := rules.why_not_decide(duties_of(by), by.account_id, facts_of(row)) or rules.why_not_verdict(
        verdict, reason, text
    ):
        raise Refused(refusal)
    found, ruling = _found(row.about), Ruling(reason, text.strip(), language, by, now)
    if verdict is Verdict.HIDE:
        hide_text(_text(row.about), ruling)
    elif found is not None:
        show_text(found, ruling)
    row.verdict, row.decided_by_id, row.decided_at = verdict.value, by.account_id, now
    row.reason, row.text, row.language = (reason, ruling.text, language) if verdict is Verdict.HIDE else ("", "", "")
    row.save(update_fields=["verdict", "decided_by", "decided_at", "reason", "text", "language"])
    _note("moderation.hid" if verdict is Verdict.HIDE else "moderation.kept", row, by, now, reason=row.reason)
    if verdict is Verdict.HIDE:
        told = {"reason": REASONS[Reason(reason)], "words": ruling.text, "days": rules.APPEALED_WITHIN.days}
        tell_author(row, "hidden", now, told, found.url if found else "")
    elif row.why in (Why.SCORED, Why.FIRST) and found is not None:
        tell_author(row, "kept", now, link=found.url)


@transaction.atomic
def appeal(*, about: str, text: str, language: str, by: Viewer, now: datetime) -> None:
    """Object to one's text being hidden, once, with reasons; another moderator judges. Raises Refused."""
    row = ModerationCase.objects.select_for_update().filter(about=about[:80], verdict=Verdict.HIDE.value).order_by("-pk").first()
    if row is None:
        raise Refused(rules.UNKNOWN)
    if refusal := rules.why_not_appeal(by.account_id, facts_of(row), now) or rules.why_not_reasons(text):
        raise Refused(refusal)
    if (found := _text(about)).ref.kind is Kind.PROPOSAL:
        object_to_proposal(found, Ruling("", text.strip(), language, by, now))
    row.appeal, row.appealed_at = text.strip(), now
    row.save(update_fields=["appeal", "appealed_at"])
    _note("moderation.appealed", row, by, now)
    tell_moderators(row, "appealed", now)


@transaction.atomic
def judge(*, case: UUID, was_right: bool, text: str, language: str, by: Viewer, now: datetime) -> None:
    """Judge an objection, with reasons: the text stays hidden or is shown again. Never by whoever decided first.

    Raises Refused for all but other moderators, and where no objection waits.
    """
    row = _case(case)
    if refusal := rules.why_not_judge(duties_of(by), by.account_id, facts_of(row)) or rules.why_not_reasons(text):
        raise Refused(refusal)
    found, ruling = _text(row.about), Ruling(row.reason, text.strip(), language, by, now)
    if found.ref.kind is Kind.PROPOSAL:
        judge_proposal(found, ruling, was_right=was_right)
    elif not was_right:
        show_text(found, ruling)
    row.appealed_at = row.appealed_at or now  # made on the proposal's own page
    row.judged_by_id, row.judged_at, row.was_right, row.judged_text = by.account_id, now, was_right, ruling.text
    row.save(update_fields=["appealed_at", "judged_by", "judged_at", "was_right", "judged_text"])
    what = "upheld" if was_right else "overturned"
    _note(f"moderation.{what}", row, by, now)
    tell_author(row, what, now, {"words": ruling.text}, found.url)


def _found(about: str) -> ModeratedText | None:
    ref = rules.text_ref(about)
    return moderated_text(ref) if ref else None


def _text(about: str) -> ModeratedText:
    found = _found(about)
    if found is None:
        raise Refused(rules.UNKNOWN)
    return found


def _case(public_id: UUID) -> ModerationCase:
    row = ModerationCase.objects.select_for_update().filter(public_id=public_id).first()
    if row is None:
        raise Refused(rules.UNKNOWN)
    return row


def _note(verb: str, row: ModerationCase, by: Viewer, now: datetime, **details: str) -> None:
    journal.note(verb=verb, about=row.about, actor=str(by.actor), at=now, details={"case": str(row.public_id), **details})
