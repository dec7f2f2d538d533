"""What people read about comments."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from madang.city.kernel.registries.notice_kinds import NoticeKind
from madang.city.proposals.rules.subjects import SubjectKind

COMMENTED = "proposal.commented"

SENTENCES = {
    "proposals.comment_length": _("Write %(least)s to %(most)s characters."),
    "proposals.comment_not_shown": _("This comment is not there to be read any more, or waits for a moderator."),
    "proposals.comment_stands": _("A comment can be changed for %(minutes)s minutes. You may delete it, or reply to it."),
    "proposals.comments_a_day": _("You have written %(most)s comments today. Go on tomorrow."),
    "proposals.comments_a_minute": _("%(most)s comments a minute are enough. Wait a moment."),
    "proposals.no_comment": _("There is no such comment."),
    "proposals.no_comments_now": _("This proposal takes no comments now."),
    "proposals.no_side": _("Say whether you are for it, against it, or ask something."),
    "proposals.own_comment": _("Others say whether your comment helps."),
    "proposals.thread_deep": _("This thread is deep enough. Reply further up, or begin a new one."),
    "proposals.vote_is_over": _("The vote is over. What was said stays to be read, and nothing is added any more."),
}
VERBS = {
    "comment.deleted": _("Deleted a comment"),
    "comment.edited": _("Changed a comment"),
    "comment.translated": _("Translated a comment"),
    "comment.wrote": _("Wrote a comment"),
}
NOTICE_KINDS = (NoticeKind(COMMENTED, _("Replies to you, and comments on your proposals and votes"), ("inbox",)),)
REPLIED = (_("A reply to you: %(title)s"), _("Somebody has replied to your comment."))
ON_YOURS: Mapping[SubjectKind, tuple[object, object]] = {
    SubjectKind.PROPOSAL: (_("A comment: %(title)s"), _("Somebody has commented on your proposal.")),
    SubjectKind.VOTE: (_("A comment: %(title)s"), _("Somebody has commented on your vote.")),
}
