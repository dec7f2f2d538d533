"""Comments as their pages print them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madang.city.kernel.refusals import sentence
from madang.city.kernel.registries import discussions
from madang.city.kernel.text import localised, text_key
from madang.city.kernel.text.languages import language_code
from madang.city.look.parts import Tag
from madang.city.proposals.queries.comments import CommentView, Discussion, Opening, Translation, openings
from madang.city.proposals.rules import text as texts
from madang.city.proposals.rules.comments import LIMITS, NEWCOMER, NEWCOMERS_LIMITS, Side, Standing, TranslatedBy
from madang.city.proposals.rules.moderation import Reason
from madang.city.proposals.rules.subjects import Subject, SubjectKind, comment_address, comment_place, discussion_address
from madang.city.proposals.services.moderation.sentences import REASONS
from madang.city.proposals.views import words
from madang.city.proposals.views.door import said, viewer_of

SIDES = {
    Side.FOR: (gettext_lazy("For"), "go"),
    Side.AGAINST: (gettext_lazy("Against"), "heed"),
    Side.QUESTION: (gettext_lazy("Question"), "accent"),
}
SIDES_OF_SEVERAL = {
    Side.FOR: (gettext_lazy("For an option"), "go"),
    Side.AGAINST: (gettext_lazy("Against an option"), "heed"),
    Side.QUESTION: (gettext_lazy("Question"), "accent"),
}
FIRST = 3
FIRST_LENGTH = 160


@dataclass(frozen=True, slots=True)
class Around:
    """What pages of comments say of that under which these stand: its list, its page, all comments, what one may write.

    list_url  the name of the list's URL
    note      what somebody should know before they write
    """

    things: Any
    list_url: str
    thing: Any
    everything: Any
    invitation: Any
    note: Any = ""


AROUND = {
    SubjectKind.PROPOSAL: Around(
        gettext_lazy("Ideas"),
        "proposals:list",
        gettext_lazy("The idea"),
        gettext_lazy("All comments on this idea"),
        gettext_lazy("Say why you are for it or against it, or ask its author something."),
    ),
    SubjectKind.VOTE: Around(
        gettext_lazy("Votes"),
        "voting:list",
        gettext_lazy("The vote"),
        gettext_lazy("All comments on this vote"),
        gettext_lazy("Say what speaks for or against, or ask something."),
        gettext_lazy("Nobody has to say whether or how they vote."),
    ),
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

    url       its address, below which what can be done with it stands
    about     its reference for reports and objections
    not_read  what stands in place of its words, "" where they are to be read
    """

    line: CommentView
    url: str
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
        "about": found.about,
        "around": AROUND[found.about.kind],
        "title": said(found.about.titles),
        "plain_title": localised(found.about.titles, text_key()),
        "threads": shown(found.page.rows, found.about),
        "may_write": found.refusal is None,
        "may_sign_in": not is_signed_in and not found.is_over,
        "problem": sentence(found.refusal) if found.refusal is not None and (is_signed_in or found.is_over) else "",
        "limits": limits(),
        "here": request.get_full_path(),
    }


def sides_of(*, is_yes_no: bool) -> Mapping[Side, tuple[Any, str]]:
    """Return what begins a thread in words, with the kind of its tag: one is for a thing, or for one of several options."""
    return SIDES if is_yes_no else SIDES_OF_SEVERAL


def of_vote(reference: str, *, is_yes_no: bool) -> discussions.Discussion:
    """Return what is said about a vote, as its own page prints it."""
    kind, sides = SubjectKind.VOTE, sides_of(is_yes_no=is_yes_no)
    count, first = openings(kind, reference, most=FIRST)
    told = tuple(_beginning(one, comment_address(kind, reference, one.public_id), sides) for one in first)
    return discussions.Discussion(discussion_address(kind, reference), count, told)


def _beginning(one: Opening, url: str, sides: Mapping[Side, tuple[Any, str]]) -> discussions.Beginning:
    part, kind = sides[one.side]
    text, code = texts.excerpt(one.text, FIRST_LENGTH) or "…", language_code(one.language)
    return discussions.Beginning(part, kind, text, code, one.byline or _("a resident"), url)


def shown(lines: Sequence[CommentView], about: Subject) -> tuple[ShownComment, ...]:
    """Return comments as the page prints them, with the replies below each."""
    return tuple(one(line, about) for line in lines)


def one(line: CommentView, about: Subject) -> ShownComment:
    """Return a comment as the page prints it."""
    sides = sides_of(is_yes_no=about.is_yes_no)
    return ShownComment(
        line=line,
        url=comment_address(about.kind, about.reference, line.public_id),
        about=f"comment:{line.public_id}",
        tag=Tag(*sides[line.side]) if line.side in sides else None,
        byline=line.byline or _("a resident"),
        code=language_code(line.language),
        not_read="" if line.is_read else NOT_READ[line.standing],
        hidden_for=REASONS[Reason(line.hidden_for)] if line.hidden_for else "",
        translations=tuple(_translation(found) for found in line.translations),
        replies=shown(line.replies, about),
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


def back(request: HttpRequest, kind: SubjectKind, reference: str, public_id: UUID) -> HttpResponse:
    """Lead back to a comment on the page of the discussion from which it was acted on, else to its thread."""
    here, told = discussion_address(kind, reference), request.POST.get("back", "")
    if told.startswith(here) and "#" not in told and told.isprintable():
        return redirect(f"{told}#comment-{public_id}")
    return redirect(comment_place(kind, reference, public_id))


def _translation(found: Translation) -> ShownTranslation:
    name = dict(words.LANGUAGES).get(found.language, found.language)
    if found.by is TranslatedBy.PERSON:
        label = _("In %(language)s, translated by a person") % {"language": name}
    else:
        label = _("In %(language)s, translated by a machine (%(engine)s)") % {"language": name, "engine": found.engine}
    return ShownTranslation(found, language_code(found.language), label, found.language == text_key())
