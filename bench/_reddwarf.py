"""What red-dwarf 0.4.0 makes of votes: a program of its own, for it needs older libraries.

    .venv/apart/bin/python bench/_reddwarf.py [--time] < QUESTION > ANSWER

QUESTION  JSON, a list of {"votes": [[person, statement, vote], ...], "groups": {person: group}}, groups of those who are grouped
ANSWER    JSON, a list of: positions by person, figures by group and statement, what is representative and agreed, how sklearn judges the groups;
          with --time only the CPU seconds of its whole pipeline
"""

import json
import sys
import time
from typing import Any

import numpy as np
from reddwarf.implementations.base import run_pipeline
from reddwarf.sklearn.cluster import PolisKMeans
from reddwarf.utils.consensus import select_consensus_statements
from reddwarf.utils.matrix import generate_raw_matrix
from reddwarf.utils.reducer.base import run_reducer
from reddwarf.utils.stats import calculate_comment_statistics_dataframes, select_representative_statements
from sklearn.metrics import silhouette_score

LEAST_VOTES = 7


def answer(question: dict[str, Any]) -> dict[str, Any]:
    votes = [{"participant_id": who, "statement_id": what, "vote": said} for who, what, said in question["votes"]]
    raw = generate_raw_matrix(votes=votes)
    positions, _, model = run_reducer(raw.values, reducer="pca", random_state=0, svd_solver="full")
    groups = {int(person): group for person, group in question["groups"].items()}
    is_grouped = raw.index.isin(list(groups))
    labels = np.array([groups[person] for person in raw.index[is_grouped]])
    figures, joint = calculate_comment_statistics_dataframes(raw.loc[is_grouped], labels)
    return {
        "positions": {int(person): list(map(float, place)) for person, place in zip(raw.index, positions, strict=True)},
        "explained": list(map(float, model.explained_variance_ratio_)),
        "figures": {
            name: [figures.loc[group, name].tolist() for group in range(labels.max() + 1)]
            for name in ("na", "nd", "ns", "pa", "pd", "pat", "pdt", "ra", "rd", "rat", "rdt")
        },
        "joint_agree": joint["group-aware-consensus-agree"].tolist(),
        "joint_disagree": joint["group-aware-consensus-disagree"].tolist(),
        "representative": [
            [(one["tid"], one["repful-for"]) for one in picks]
            for _, picks in sorted(select_representative_statements(figures).items())
        ],
        "consensus": [
            (one["tid"], way) for way, picks in select_consensus_statements(raw).items() for one in picks
        ],
        "own": own_groups(votes, min(LEAST_VOTES, raw.shape[1])),
    } | judged(positions[is_grouped], labels)  # fmt: skip


def judged(points: np.ndarray, labels: np.ndarray) -> dict[str, Any]:
    """Return the silhouette of groups, whether k-means leaves them as they are, and their squared error."""
    centres = np.stack([points[labels == group].mean(axis=0) for group in range(labels.max() + 1)])
    many = len(centres)
    stays = PolisKMeans(many, init="polis", init_centers=centres, tol=0).fit(points) if many > 1 else None
    return {
        "silhouette": float(silhouette_score(points, labels)) if 1 < many < len(points) else 0.0,
        "stays": bool(stays is None or (stays.labels_ == labels).all()),
        "error": float(((points - centres[labels]) ** 2).sum()),
    }


def own_groups(votes: list[dict[str, Any]], least: int) -> dict[str, Any]:
    """Return the groups that the whole pipeline finds with its own beginning, by person, their squared error and silhouette."""
    found = run_pipeline(votes, min_user_vote_threshold=least, random_state=0, reducer_kwargs={"svd_solver": "full"})
    people = found.participants_df[found.participants_df["to_cluster"]]
    labels = people["cluster_id"].astype(int)
    points = people[["x", "y"]]
    error = sum(float(((one - one.mean()) ** 2).to_numpy().sum()) for _, one in points.groupby(labels))
    silhouette = float(silhouette_score(points, labels))
    return {"groups": {int(person): int(group) for person, group in labels.items()}, "error": error, "silhouette": silhouette}


def timed(question: dict[str, Any]) -> dict[str, float]:
    """Return the CPU seconds of the whole pipeline."""
    votes = [{"participant_id": who, "statement_id": what, "vote": said} for who, what, said in question["votes"]]
    began = time.process_time()
    run_pipeline(votes, random_state=0)
    return {"cpu": time.process_time() - began}


if __name__ == "__main__":
    asked = timed if "--time" in sys.argv else answer
    json.dump([asked(question) for question in json.load(sys.stdin)], sys.stdout)
