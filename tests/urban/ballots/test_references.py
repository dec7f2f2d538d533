"""Every result of the real elections, the budget votes and the 250 random profiles in `elections/` (conventions: its README)."""

import csv
import json
from collections import Counter

import pytest

from madang.urban.ballots.lots import drawn
from madang.urban.ballots.outcomes import plain_number
from madang.urban.ballots.pairwise import Schulze, condorcet, condorcet_candidates, copeland, path_strengths, preferences, schulze
from madang.urban.ballots.profiles import Approvals, Rankings, Scores
from madang.urban.ballots.runoff import first_majority, instant_runoff, universes
from madang.urban.ballots.scoring import Borda, Plurality, approval, borda, plurality, score
from madang.urban.ballots.transferable import quota, stv
from madang.urban.formats.preflib import read_preflib

pytestmark = pytest.mark.realdata


def scored(outcome, names=None):
    tally = {str(one) if names is None else names[one - 1]: plain_number(votes) for one, votes in outcome.rounds[0].tally.items()}
    return {
        "scores": tally,
        "winners": list(outcome.winners) if names is None else sorted(names[one - 1] for one in outcome.winners),
    }


def results(ballots, seed, seats):
    """Return what the reference files hold of rankings, computed by ourselves."""
    candidates, paths = condorcet_candidates(ballots), schulze(ballots)
    found = {
        "plurality": {variant.value: scored(plurality(ballots, variant)) for variant in Plurality},
        "borda": {variant.value: scored(borda(ballots, variant)) for variant in Borda},
        "pairwise": preferences(ballots).tolist(),
        "condorcet_winner": candidates.winner,
        "weak_condorcet_winners": list(candidates.weak_winners),
        "condorcet_loser": candidates.loser,
        "copeland": scored(copeland(ballots)),
        "schulze": {
            "winning_votes": {
                "winners": list(paths.winners),
                "ranking": [list(group) for group in paths.ranking],
                "path_strengths": path_strengths(ballots).tolist(),
            },
            "margins": {"winners": list(schulze(ballots, Schulze.MARGINS).winners)},
        },
        "irv": runoff(ballots, seed),
    }
    assert condorcet(ballots).winners == tuple(one for one in [candidates.winner] if one)
    if seats:
        elected = stv(ballots, seats)
        order = [one for group in elected.ranking[:seats] for one in group]
        found["stv_scottish"] = {
            "seats": seats,
            "quota": quota(ballots, seats),
            "elected": list(elected.winners),
            "order_of_election": order,
        }
    return found


def runoff(ballots, seed):
    every, seeded = universes(ballots), instant_runoff(ballots, seed)
    assert instant_runoff(ballots).winners == every.winners
    majority = first_majority(seeded.rounds)
    return {
        "possible_winners": list(every.winners),
        "elimination_paths": every.paths,
        "seeded": {
            "seed": seed,
            "order": list(drawn(range(1, ballots.candidates + 1), seed)),
            "winner": seeded.winners[0],
            "first_majority": {"round": majority[0], "candidate": majority[1]},
            "rounds": [one.as_json() for one in seeded.rounds],
        },
    }


def test_every_election_has_every_result_of_its_reference(realdata):
    files = {path.stem: path for path in realdata("elections/ballots").iterdir()}
    wanted = {path.stem: json.loads(path.read_text()) for path in realdata("elections/expected").iterdir()}
    assert len(files) >= 54
    assert files.keys() == wanted.keys()
    for name, path in files.items():
        election, told = read_preflib(path), wanted[name]
        assert list(election.names) == told["candidates"]
        kind = {"rankings": Rankings, "approvals": Approvals}[election.kind]
        ballots = kind.from_ballots(len(election.names), election.ballots)
        assert (ballots.voters, len(ballots.counts)) == (told["voters"], told["distinct_ballots"])
        if kind is Approvals:
            assert {"approval": scored(approval(ballots))} == told["results"], name
        else:
            seats = told["seats"] if "stv_scottish" in told["results"] else 0
            seed = told["results"]["irv"]["seeded"]["seed"]
            assert results(ballots, seed, seats) == told["results"], name


def test_every_random_profile_has_every_result_of_its_reference(realdata):
    profiles = json.loads(realdata("elections/random/profiles.json").read_text())
    assert len(profiles) >= 250
    for told in profiles:
        ballots = Rankings.from_ballots(told["candidates"], told["ballots"])
        assert results(ballots, told["results"]["irv"]["seeded"]["seed"], 0) == told["results"], told["id"]
        given = [(1, {int(one): points for one, points in ballot.items()}) for ballot in told["score"]["ballots"]]
        scores = Scores.from_ballots(told["candidates"], given)
        assert {"sum": scored(score(scores)), "approval_of_positive": scored(approval(scores))} == {
            name: told["score"][name] for name in ("sum", "approval_of_positive")
        }


def votes_of(path):
    """Return the projects of a .pb file, its ballots as (projects, points) with their counts, and the kind of vote."""
    sections, table = {"META": [], "PROJECTS": [], "VOTES": []}, None
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.reader(file, delimiter=";"):
            if row and row[0].strip() in sections:
                table = sections[row[0].strip()]
            elif row:
                table.append(row)
    header, *votes = sections["VOTES"]
    vote, points = header.index("vote"), header.index("points") if "points" in header else None
    ballots = Counter((row[vote], row[points] if points else "") for row in votes)
    projects = [row[0].strip() for row in sections["PROJECTS"][1:]]
    split = [
        ([one.strip() for one in listed.split(",") if one.strip()], given, count) for (listed, given), count in ballots.items()
    ]
    return projects, split, dict(row[:2] for row in sections["META"])["vote_type"]


def budget_results(path, told):
    projects, ballots, kind = votes_of(path)
    number = {name: place for place, name in enumerate(projects, 1)}
    if kind == "cumulative":
        spread = [
            (count, dict(zip(map(number.get, listed), map(int, points.split(",")), strict=True)))
            for listed, points, count in ballots
        ]
        scores = Scores.from_ballots(len(projects), spread)
        return {"score_sum": scored(score(scores), projects), "approval": scored(approval(scores), projects)}
    named = Approvals.from_ballots(len(projects), [(count, [number[one] for one in listed]) for listed, _, count in ballots])
    found = {"approval": scored(approval(named), projects)}
    if rule := told.get("points_by_rank_rule"):
        first = int(rule.removeprefix("first rank ").split()[0])
        ranked = [(count, {number[one]: first - place for place, one in enumerate(listed)}) for listed, _, count in ballots]
        found["points_by_rank"] = scored(score(Scores.from_ballots(len(projects), ranked)), projects)
    return found


def test_every_budget_vote_has_the_sums_of_its_reference(realdata):
    references = sorted(realdata("elections/expected_budgets").iterdir())
    assert len(references) >= 19
    for reference in references:
        told = json.loads(reference.read_text())
        wanted = {name: told[name] for name in ("approval", "score_sum", "points_by_rank") if name in told}
        for sums in wanted.values():
            sums["winners"].sort()
        assert budget_results(realdata(f"budgets/{told['file']}"), told) == wanted, told["file"]
