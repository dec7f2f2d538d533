"""The texts that can be moderated, whatever they are: what each says, who wrote it, where it stands."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from madang.city.people import queries as people
from madang.city.proposals.models import Comment, Proposal, Statement, Version
from madang.city.proposals.queries.comments import page_of_comment
from madang.city.proposals.rules.comments import Standing
from madang.city.proposals.rules.life import State
from madang.city.proposals.rules.links import LIST, page_of
from madang.city.proposals.rules.moderation import Kind, TextRef
from madang.city.proposals.rules.opinions import Moderation


@dataclass(frozen=True, slots=True)
class ModeratedText:
    """A text as moderators read it.

    author   the account that wrote it, None if it is forgotten
    context  the title of the proposal, or the reference of the conversation, in which it stands
    """

    ref: TextRef
    author: int | None
    context: str
    text: str
    language: str
    url: str
    is_shown: bool


def moderated_text(ref: TextRef) -> ModeratedText | None:
    """Return the text that a reference names; None where there is none, or nobody was ever shown it."""
    return _READ[ref.kind](ref)


def _proposal(ref: TextRef) -> ModeratedText | None:
    row = Proposal.objects.filter(reference=ref.id).exclude(state=State.DRAFT.value).first()
    if row is None:
        return None
    version = Version.objects.get(proposal=row, number=row.version)
    is_shown = row.state not in {State.HIDDEN, State.PUBLISHED}
    text = f"{version.title}\n\n{version.text}"
    return ModeratedText(ref, _account(row.author_id), version.title, text, version.language, page_of(row.reference), is_shown)


def _comment(ref: TextRef) -> ModeratedText | None:
    try:
        public_id = UUID(ref.id)
    except ValueError:
        return None
    row = Comment.objects.select_related("proposal").filter(public_id=public_id).first()
    if row is None or row.standing == Standing.DELETED:
        return None
    is_shown, context = row.standing == Standing.SHOWN, row.proposal.title
    return ModeratedText(ref, _account(row.author_id), context, row.text, row.language, page_of_comment(row), is_shown)


def _statement(ref: TextRef) -> ModeratedText | None:
    conversation, _, number = ref.id.rpartition(".")
    if not number.isdecimal() or len(number) > 6:
        return None
    row = (
        Statement.objects.select_related("conversation").filter(conversation__reference=conversation, number=int(number)).first()
    )
    if row is None:
        return None
    url, is_shown = f"{LIST}/talks/{conversation}", row.state == Moderation.SHOWN
    return ModeratedText(ref, _account(row.author_id), conversation, row.text, row.language, url, is_shown)


def _account(resident_id: int | None) -> int | None:
    return people.account_of(resident_id) if resident_id is not None else None


_READ: Mapping[Kind, Callable[[TextRef], ModeratedText | None]] = {
    Kind.PROPOSAL: _proposal, Kind.COMMENT: _comment, Kind.STATEMENT: _statement,
}  # fmt: skip
