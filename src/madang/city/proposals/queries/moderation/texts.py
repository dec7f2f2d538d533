"""The texts that can be moderated, whatever they are: what each says, who wrote it, where it stands."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import F, Q

from madang.city.kernel.text import localised, text_key
from madang.city.people import queries as people
from madang.city.proposals.models import Comment, Proposal, Statement, Version
from madang.city.proposals.queries.subjects import subjects_of
from madang.city.proposals.rules.comments import Standing
from madang.city.proposals.rules.life import State
from madang.city.proposals.rules.links import LIST, page_of
from madang.city.proposals.rules.moderation import Kind, TextRef, statement_ref
from madang.city.proposals.rules.opinions import Moderation
from madang.city.proposals.rules.subjects import Subject


@dataclass(frozen=True, slots=True)
class Objection:
    """Of a hidden proposal: whether its authors object by its own moves, and whether that is judged."""

    is_made: bool
    is_judged: bool


@dataclass(frozen=True, slots=True)
class ModeratedText:
    """A text as moderators read it.

    author     the account that wrote it, None if it is forgotten
    context    the title of the proposal or vote, or the question of the conversation, in which it stands
    objection  None for all but proposals that are hidden
    """

    ref: TextRef
    author: int | None
    context: str
    text: str
    language: str
    url: str
    is_shown: bool
    objection: Objection | None = None


def moderated_text(ref: TextRef) -> ModeratedText | None:
    """Return the text that a reference names; None where there is none, or nobody was ever shown it."""
    return moderated_texts([ref]).get(ref)


def moderated_texts(refs: Collection[TextRef]) -> dict[TextRef, ModeratedText]:
    """Return the texts that references name, at the same cost however many; of those that are not there nothing."""
    found: list[tuple[ModeratedText, int | None]] = []
    for kind, read in _READ.items():
        if ids := [ref.id for ref in refs if ref.kind is kind]:
            found += read(ids)
    accounts = people.accounts_of([author for _, author in found if author is not None])
    return {one.ref: replace(one, author=accounts.get(author) if author else None) for one, author in found}


def _proposals(ids: Collection[str]) -> list[tuple[ModeratedText, int | None]]:
    rows = Proposal.objects.filter(reference__in=ids).exclude(state=State.DRAFT.value)
    said = Version.objects.filter(proposal__in=rows, number=F("proposal__version")).select_related("proposal")
    return [(_proposal(one), one.proposal.author_id) for one in said]


def _proposal(version: Version) -> ModeratedText:
    row = version.proposal
    is_hidden = row.state == State.HIDDEN
    return ModeratedText(
        ref=TextRef(Kind.PROPOSAL, row.reference),
        author=None,
        context=version.title,
        text=f"{version.title}\n\n{version.text}",
        language=version.language,
        url=page_of(row.reference),
        is_shown=not is_hidden and row.state != State.PUBLISHED,
        objection=Objection(row.appealed_at is not None, row.upheld_at is not None) if is_hidden else None,
    )


def _comments(ids: Collection[str]) -> list[tuple[ModeratedText, int | None]]:
    known = [found for one in ids if (found := _uuid(one)) is not None]
    rows = list(Comment.objects.filter(public_id__in=known).exclude(standing=Standing.DELETED.value))
    about = subjects_of(rows)
    return [(_comment(row, about[row.pk]), row.author_id) for row in rows]


def _comment(row: Comment, about: Subject) -> ModeratedText:
    ref, is_shown = TextRef(Kind.COMMENT, str(row.public_id)), row.standing == Standing.SHOWN
    title, url = localised(about.titles, text_key()), about.comment(row.public_id)
    return ModeratedText(ref, None, title, row.text, row.language, url, is_shown)


def _uuid(text: str) -> UUID | None:
    """Return the id of a comment as it is written in references: small letters, with hyphens."""
    try:
        found = UUID(text)
    except ValueError:
        return None
    return found if str(found) == text else None


def _statements(ids: Collection[str]) -> list[tuple[ModeratedText, int | None]]:
    wanted = Q(pk__in=[])
    for one in ids:
        conversation, _, number = one.rpartition(".")
        if number.isdecimal() and len(number) <= 6:
            wanted |= Q(conversation__reference=conversation, number=int(number))
    return [(_statement(row), row.author_id) for row in Statement.objects.select_related("conversation").filter(wanted)]


def _statement(row: Statement) -> ModeratedText:
    conversation = row.conversation.reference
    ref, url = statement_ref(conversation, row.number), f"{LIST}/conversations/{conversation}"
    question = localised(row.conversation.question, text_key())
    return ModeratedText(ref, None, question, row.text, row.language, url, row.state == Moderation.SHOWN)


_READ: Mapping[Kind, Callable[[Collection[str]], list[tuple[ModeratedText, int | None]]]] = {
    Kind.PROPOSAL: _proposals, Kind.COMMENT: _comments, Kind.STATEMENT: _statements,
}  # fmt: skip
