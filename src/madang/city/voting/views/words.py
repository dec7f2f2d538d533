"""What the kinds, rules and states of a vote are called on its pages."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from madang.city.look.parts import Tag
from madang.city.voting.queries.votes import VoteView
from madang.city.voting.rules.answers import Decision
from madang.city.voting.rules.groups import Dimension
from madang.city.voting.rules.votes import Kind, Mode, Rule, Shown, State

STATES: Mapping[State, tuple[Any, str]] = {
    State.DRAFT: (gettext_lazy("Draft"), "plain"),
    State.ANNOUNCED: (gettext_lazy("Opens soon"), "plain"),
    State.OPEN: (pgettext_lazy("vote", "Open"), "go"),
    State.CLOSED: (gettext_lazy("Being counted"), "plain"),
    State.COUNTED: (gettext_lazy("Counted"), "accent"),
    State.ANSWERED: (gettext_lazy("Answered"), "accent"),
    State.CANCELLED: (gettext_lazy("Cancelled"), "plain"),
}
KINDS: Mapping[Kind, Any] = {
    Kind.YES_NO: gettext_lazy("Yes or no"),
    Kind.SINGLE: gettext_lazy("One option"),
    Kind.APPROVAL: gettext_lazy("Several options"),
    Kind.RANKING: gettext_lazy("Options in order"),
    Kind.SCORE: gettext_lazy("Points for each option"),
    Kind.POINTS: gettext_lazy("Points to share out"),
}
RULES: Mapping[Rule, Any] = {
    Rule.PLURALITY: gettext_lazy("The option with the most votes wins."),
    Rule.APPROVAL: gettext_lazy("The option that most people marked wins."),
    Rule.BORDA: gettext_lazy("Each place in the order gives points (Borda). The option with the most points wins."),
    Rule.IRV: gettext_lazy(
        "Instant run-off: round by round the last option leaves, and its votes go to the next choice on each ballot, "
        "until one option has more than half."
    ),
    Rule.STV: gettext_lazy("Single transferable vote: votes that an option does not need go to the next choice on the ballot."),
    Rule.SCHULZE: gettext_lazy("Each pair of options is compared on all ballots. The strongest chains of wins decide (Schulze)."),
    Rule.COPELAND: gettext_lazy("Each pair of options is compared on all ballots. Whoever wins most pairs wins (Copeland)."),
    Rule.CONDORCET: gettext_lazy("An option that beats each other one in pairs wins; it may be that none does (Condorcet)."),
    Rule.SCORE: gettext_lazy("The option with the most points wins."),
    Rule.POINTS: gettext_lazy("The option with the most points wins."),
}
SHOWN: Mapping[Shown, Any] = {
    Shown.ALWAYS: gettext_lazy("Shown to everybody at any time"),
    Shown.AFTER_VOTING: gettext_lazy("Shown to those who have voted, and to everybody after closing"),
    Shown.AFTER_CLOSING: gettext_lazy("Shown to everybody after closing, to nobody before"),
}
DIMENSIONS: Mapping[Dimension, Any] = {
    Dimension.AREA: gettext_lazy("By area"),
    Dimension.AGE: gettext_lazy("By age"),
    Dimension.GENDER: gettext_lazy("By gender"),
}
GENDERS: Mapping[str, Any] = {
    "female": gettext_lazy("Women"),
    "male": gettext_lazy("Men"),
    "other": gettext_lazy("Another gender"),
}

DECISIONS: Mapping[Decision, tuple[Any, str, str]] = {
    Decision.ADOPTED: (gettext_lazy("The city does it"), "go", "check"),
    Decision.IN_PART: (gettext_lazy("The city does a part of it"), "accent", ""),
    Decision.NOT: (gettext_lazy("The city does not do it"), "stop", "cross"),
}


def decision_tag(decision: Decision) -> Tag:
    """Return what the city does with a result as a tag."""
    return Tag(*DECISIONS[decision])


def state_tag(state: State) -> Tag:
    """Return where a vote stands as a tag."""
    return Tag(*STATES[state])


def mode_tag(mode: Mode) -> Tag:
    """Return the tag that tells official from straw votes."""
    return Tag(_("Official vote"), "accent", "vote") if mode is Mode.OFFICIAL else Tag(_("Straw vote"), "line")


def how_to_mark(vote: VoteView) -> str:
    """Return in a sentence what a ballot of this vote takes."""
    least, most, options = vote.minimum, vote.maximum, len(vote.options)
    if vote.kind in (Kind.YES_NO, Kind.SINGLE):
        return _("Choose one.")
    if vote.kind is Kind.APPROVAL:
        return _limits(least, most, options)
    if vote.kind is Kind.RANKING:
        ranked = _("Give your first choice a 1, the next one a 2, and so on.")
        return f"{ranked} {_placed(least, most, options)}".strip()
    if vote.kind is Kind.SCORE:
        return _("Give each option 0 to %(most)s points.") % {"most": vote.most_points}
    return _("Share out %(most)s points among the options. You need not give all.") % {"most": vote.most_points}


def _limits(least: int, most: int, options: int) -> str:
    if least == most:
        return ngettext("Choose %(n)s.", "Choose %(n)s.", most) % {"n": most}
    if most >= options:
        return ngettext("Choose %(n)s or more.", "Choose %(n)s or more.", least) % {"n": least}
    return _("Choose %(least)s to %(most)s.") % {"least": least, "most": most}


def _placed(least: int, most: int, options: int) -> str:
    if least == most:
        return _("Place %(most)s options.") % {"most": most}
    if most < options:
        return _("Place %(least)s to %(most)s options.") % {"least": least, "most": most}
    return ngettext("Place %(n)s option or more.", "Place %(n)s options or more.", least) % {"n": least}


def discussion(shown: VoteView) -> str:
    """Return whether residents may discuss a vote."""
    return _("Residents may discuss it until it closes") if shown.discussed else _("It is not discussed here")


def quorum(vote: VoteView) -> str:
    """Return how many people must take part, "" where nobody must."""
    if vote.quorum_people is not None:
        return ngettext("%(n)s person", "%(n)s people", vote.quorum_people) % {"n": f"{vote.quorum_people:,}"}
    return _("%(n)s %% of those who may vote") % {"n": vote.quorum_percent} if vote.quorum_percent is not None else ""
