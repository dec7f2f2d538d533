"""What refusals of secret votes and acts on them are called."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    # The registrar
    "voting.token_given": _(
        "You have got your token for this vote already, on another device or before you cleared this one. Vote where you got it."
    ),
    "voting.blinded_malformed": _("Your browser asked for a token in a way that we do not understand. Load the page again."),
    "voting.not_secret": _("This vote has no ballot box."),
    # The box
    "voting.record_long": _("This is too long for a ballot."),
    "voting.record_not_canonical": _("This ballot is not written as it must be. Load the page again."),
    "voting.record_shape": _("This is no ballot. Load the page again."),
    "voting.record_of_other_vote": _("This ballot is for another vote."),
    "voting.record_revision": _("A ballot can be changed %(most)s times at most."),
    "voting.record_token": _("This ballot has no token of this vote. Load the page again."),
    "voting.record_choice": _("This ballot marks what this vote does not offer. Load the page again."),
    "voting.token_forged": _("The token of this ballot was not signed for this vote."),
    "voting.revision_taken": _("Another ballot was cast with this token meanwhile. Load the page again to change it."),
    "voting.counts_on_paper": _("A ballot on paper stands for this token. It counts; no other can be cast."),
    # The log
    "voting.no_such_log": _("The log has %(most)s entries. Ask for a number from 1 to that."),
    # Paper
    "voting.votes_on_paper": _("You came to vote on paper. Your ballot is there."),
    "voting.came_before": _("They came to vote on paper before."),
    "voting.batch_name": _("Name the batch by up to 20 letters, figures and dashes."),
    "voting.batch_size": _("A batch has 1 to %(most)s ballots."),
    "voting.batch_ballot": _("Ballot %(number)s of the batch cannot be read. Nothing was kept."),
    "voting.batch_taken": _("This batch is in the box already."),
    "voting.batch_token_taken": _("A ballot of this batch stands for a token that another one on paper stands for already."),
    "voting.more_paper_than_people": _(
        "There are more ballots than people who came: %(plain)s without a token for %(without)s people,"
        " %(overriding)s in place of a token for %(with_token)s. Nothing was kept."
    ),
}

VERBS = {
    "opened-box": _("Opened a ballot box"),
    "closed-box": _("Closed a ballot box and destroyed its keys"),
    "entered-batch": _("Typed a batch of ballots on paper"),
    "accepted-batch": _("Put a batch of ballots on paper into the box"),
    "published-ballots": _("Published the ballots of a vote"),
}
