"""What people read about conversations: refusals and what the journal says."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "proposals.conversation_closed": _("This conversation is over. What was said and voted stands."),
    "proposals.conversation_ends": _("This day is over. Choose today or a later day, or none."),
    "proposals.conversation_text": _("Explain it in %(most)s characters at most."),
    "proposals.conversation_there": _("There is a conversation about this proposal already."),
    "proposals.enough_statements": _("You have said %(most)s things today. Vote on what others say, and go on tomorrow."),
    "proposals.many_seeds": _("Begin with %(most)s statements at most. People add their own."),
    "proposals.many_statements": _("%(most)s statements were made here, more than anybody can read. Vote on them."),
    "proposals.no_conversation": _("There is no such conversation. Check the number."),
    "proposals.no_question": _("Write what is asked, in %(most)s characters at most."),
    "proposals.no_statement": _("There is no such statement."),
    "proposals.own_statement": _("Nobody judges their own statement. Leave it to another moderator."),
    "proposals.statement_known": _("Somebody has said this already. Vote on it, or say something else."),
    "proposals.statement_long": _("Say it in %(most)s characters: one thought that people can agree or disagree with."),
    "proposals.statement_not_shown": _("This statement is not shown, so nobody can vote on it."),
    "proposals.statement_short": _("Say more: a statement has at least %(least)s letters."),
}
VERBS = {
    "conversation.closed": _("Ended a conversation"),
    "conversation.linked": _("Linked a conversation"),
    "conversation.hid": _("Hid a statement"),
    "conversation.opened": _("Opened a conversation"),
    "conversation.showed": _("Showed a statement"),
    "conversation.stated": _("Made a statement"),
}
