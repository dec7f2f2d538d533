"""`python -m madang.urban ballots count` and `... verify`: votes counted, a public ballot file checked."""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

from madang.urban.ballots.counting import METHODS, Rule, count
from madang.urban.ballots.faults import BallotFault
from madang.urban.ballots.outcomes import Exact, Outcome, Round, Tie
from madang.urban.ballots.profiles import Approvals, Profile, Rankings, Scores
from madang.urban.formats.ballot_json import read_ballot_json
from madang.urban.formats.election import Election
from madang.urban.formats.faults import FileFault
from madang.urban.formats.preflib import read_preflib


def add(studies: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands to a program; their ``run`` takes the parsed arguments."""
    ballots = studies.add_parser("ballots", help="count votes, verify the public file of a secret vote")
    commands = ballots.add_subparsers(metavar="COMMAND", required=True)
    counting = commands.add_parser("count", help="count a file of ballots by a rule")
    counting.set_defaults(run=_count)
    files = "PrefLib (.soc .soi .toc .toi .cat) or .json (docs/reference/ballots.md)"
    counting.add_argument("file", type=Path, metavar="FILE", help=files)
    counting.add_argument("--rule", type=Rule, required=True, choices=list(Rule), metavar="RULE", help=", ".join(Rule))
    variants = "; ".join(f"{rule}: {', '.join(method.variants)}" for rule, method in METHODS.items() if method.variants)
    counting.add_argument("--variant", metavar="NAME", help=f"{variants} (the first is usual)")
    ties = "keep ties, or break them by the lots of a seed such as seed:7"
    counting.add_argument("--ties", type=_seed, metavar="none|seed:TEXT", help=ties)
    counting.add_argument("--seats", type=int, default=1, metavar="NUMBER", help="seats to fill (stv)")
    counting.add_argument("--json", action="store_true", help="print JSON: winners, ranking, rounds, ties")
    verifying = commands.add_parser("verify", help="recount the public file of a vote and check every proof")
    verifying.set_defaults(run=_verify)
    verifying.add_argument("words", nargs=argparse.REMAINDER, metavar="FILE [--receipt RECEIPT]")


def _seed(text: str) -> str | None:
    if text == "none":
        return None
    if not text.startswith("seed:"):
        raise argparse.ArgumentTypeError(f"{text!r} is neither 'none' nor 'seed:' with a text such as seed:7")
    return text.removeprefix("seed:")


def _count(given: argparse.Namespace) -> int:
    election = read_ballot_json(given.file) if given.file.suffix.lower() == ".json" else read_preflib(given.file)
    try:
        profile = _profile(election)
        outcome = count(profile, given.rule, variant=given.variant, seed=given.ties, seats=given.seats)
    except BallotFault as fault:
        raise FileFault(given.file, str(fault)) from fault
    if given.json:
        print(json.dumps(outcome.as_json()))
    else:
        print("\n".join(_table(election, profile, given, outcome)))
    return 0


def _verify(given: argparse.Namespace) -> int:
    from madang.urban.ballots import verifier  # noqa: PLC0415 - a program of its own; counting needs none of it

    return verifier.main(given.words)


def _profile(election: Election) -> Profile:
    candidates = len(election.names)
    if election.kind == "scores":
        return Scores.from_ballots(candidates, election.ballots, election.purse)
    kind = Approvals if election.kind == "approvals" else Rankings
    return kind.from_ballots(candidates, election.ballots)


def _table(election: Election, profile: Profile, given: argparse.Namespace, outcome: Outcome) -> Iterator[str]:
    yield election.title or given.file.name
    yield f"{profile.voters:,} ballots, {len(profile.counts):,} different; {profile.candidates} candidates; {given.rule}"
    yield ""
    yield f"{'place':>5}  {'votes':>15}  {'no.':>4}  name"
    last_votes = {one: votes for seen in outcome.rounds for one, votes in seen.tally.items()}
    place = 1
    for group in outcome.ranking:
        for one in group:
            votes = _shown(last_votes[one]) if one in last_votes else ""
            yield f"{place:>5}  {votes:>15}  {one:>4}  {election.names[one - 1]}"
        place += len(group)
    yield ""
    if len(outcome.rounds) > 1:
        yield from (f"round {number:>3}: {_round(one, election)}" for number, one in enumerate(outcome.rounds, 1))
    yield from (_tie(tie, election) for tie in outcome.ties)
    yield _conclusion(given.rule, outcome, election)


def _conclusion(rule: Rule, outcome: Outcome, election: Election) -> str:
    winners = _named(outcome.winners, election) or "nobody"
    if rule is Rule.STV:
        undecided = any(tie.chosen is None for tie in outcome.ties)
        return f"A lot is needed; elected before it: {winners}" if undecided else f"Elected: {winners}"
    return f"Tied for the win: {winners}" if len(outcome.winners) > 1 else f"Wins: {winners}"


def _round(one: Round, election: Election) -> str:
    said = []
    if one.elected:
        said.append(f"elected {_named(one.elected, election)}")
    if one.surplus_of:
        said.append(f"surplus of {_named((one.surplus_of,), election)} goes on")
    if one.eliminated:
        said.append(f"{_named((one.eliminated,), election)} leaves with {_shown(one.tally[one.eliminated])}")
    return "; ".join([*said, f"{_shown(one.exhausted)} exhausted"])


def _tie(tie: Tie, election: Election) -> str:
    settled = f"by lot: {_named((tie.chosen,), election)}" if tie.chosen else "not settled; a seed would (--ties seed:TEXT)"
    return f"Tie in round {tie.round} ({tie.about}): {_named(tie.candidates, election)}; {settled}"


def _shown(votes: Exact) -> str:
    """Return a number for people: as a decimal where five places hold all of it."""
    if isinstance(votes, int):
        return f"{votes:,}"
    return f"{float(votes):,.5f}".rstrip("0") if 10**5 % votes.denominator == 0 else str(votes)


def _named(candidates: tuple[int, ...], election: Election) -> str:
    return ", ".join(f"{one} {election.names[one - 1]}" for one in candidates)
