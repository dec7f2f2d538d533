"""Comments as their pages print them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madang.city.kernel.refusals import sentence
from madang.city.kernel.text import text_key
from madang.city.kernel.text.languages import language_code
from madang.city.look.parts import Tag
from madang.city.proposals.queries.comments import CommentView, Discussion, Translation
from madang.city.proposals.rules.comments import LIMITS, NEWCOMER, NEWCOMERS_LIMITS, Side, Standing, TranslatedBy
from madang.city.proposals.rules.moderation import Reason
from madang.city.proposals.services.moderation.sentences import REASONS
from madang.city.proposals.views import words
from madang.city.proposals.views.door import marked, viewer_of

SIDES = {
    Side.FOR: (gettext_lazy("For"), "go"),
    Side.AGAINST: (gettext_lazy("Against"), "heed"),
    Side.QUESTION: (gettext_lazy("Question"), "accent"),
}
NOT_READ = {
    Standing.DELETED: gettext_lazy("Its author has deleted this comment."),
    Standing.HIDDEN: gettext_lazy("A moderator has hidden this comment."),
    Standing.WAITING: gettext_lazy("This comment waits for a moderator."),
}


@dataclass(frozen=True, slots=True)
class ShownTranslation:
    """A translation as the page prints it: into which language, by whom, open where the reader reads that language."""

    line: Translation
    code: str
    label: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class ShownComment:
    """A comment as the page prints it.

    about     its reference for reports and objections
    not_read  what stands in place of its words, "" where they are to be read
    """

    line: CommentView
    about: str
    tag: Tag | None
    byline: str
    code: str
    not_read: Any
    hidden_for: Any
    translations: tuple[ShownTranslation, ...]
    replies: tuple["ShownComment", ...]


def discussion(request: HttpRequest, found: Discussion) -> dict[str, Any]:
    """Return what every page of comments is given."""
    is_signed_in = viewer_of(request).is_signed_in
    return {
        "found": found,
        "reference": found.reference,
        "title": marked(found.title, found.language),
        "threads": shown(found.page.rows),
        "may_write": found.refusal is None,
        "may_sign_in": not is_signed_in,
        "problem": sentence(found.refusal) if found.refusal is not None and is_signed_in else "",
        "limits": limits(),
        "here": request.get_full_path(),
    }


def shown(lines: Sequence[CommentView]) -> tuple[ShownComment, ...]:
    """Return comments as the page prints them, with the replies below each."""
    return tuple(one(line) for line in lines)


def one(line: CommentView) -> ShownComment:
    """Return a comment as the page prints it."""
    return ShownComment(
        line=line,
        about=f"comment:{line.public_id}",
        tag=Tag(*SIDES[line.side]) if line.side in SIDES else None,
        byline=line.byline or _("a resident"),
        code=language_code(line.language),
        not_read="" if line.is_read else NOT_READ[line.standing],
        hidden_for=REASONS[Reason(line.hidden_for)] if line.hidden_for else "",
        translations=tuple(_translation(found) for found in line.translations),
        replies=shown(line.replies),
    )


def limits() -> str:
    """Return how much one person may write, as a sentence."""
    return _(
        "You may write %(minute)s comments a minute and %(day)s a day; in your first %(days)s days here %(new_minute)s"
        " a minute and %(new_day)s a day."
    ) % {
        "minute": LIMITS.a_minute,
        "day": LIMITS.a_day,
        "days": NEWCOMER.days,
        "new_minute": NEWCOMERS_LIMITS.a_minute,
        "new_day": NEWCOMERS_LIMITS.a_day,
    }


def back(request: HttpRequest, reference: str, public_id: object) -> HttpResponse:
    """Lead back to a comment on the page of the discussion from which it was acted on, else to its thread."""
    told = request.POST.get("back", "")
    if told.startswith(reverse("proposals:comments", args=[reference])) and "#" not in told and told.isprintable():
        return redirect(f"{told}#comment-{public_id}")
    return redirect(f"{reverse('proposals:comment', args=[reference, public_id])}#comment-{public_id}")


def _translation(found: Translation) -> ShownTranslation:
    name = dict(words.LANGUAGES).get(found.language, found.language)
    if found.by is TranslatedBy.PERSON:
        label = _("In %(language)s, translated by a person") % {"language": name}
    else:
        label = _("In %(language)s, translated by a machine (%(engine)s)") % {"language": name, "engine": found.engine}
    return ShownTranslation(found, language_code(found.language), label, found.language == text_key())
