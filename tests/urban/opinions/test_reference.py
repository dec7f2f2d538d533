"""A small table as red-dwarf 0.4.0 has it, a library that reproduces Polis.

Every figure here is what `python bench/opinions.py --print-reference` prints: red-dwarf's `run_reducer` (svd_solver="full"),
`calculate_comment_statistics_dataframes`, `select_representative_statements` and `select_consensus_statements`.
"""

import numpy as np
import pytest

from tests.urban.opinions.builders import map_of
from tests.urban.opinions.tables import SMALL

POSITIONS = [
    (1.5284990347998502, 1.299950928615458), (0.7994203524582292, -1.4097778006598205),
    (1.7937722400486082, -0.35140421295627444), (2.1375930920029225, 0.42167451036783904),
    (0.7279740887600501, -0.9491068881755582), (1.9176231863336897, -0.3756669054718073),
    (1.5775908900101354, 0.6361940606184152), (-2.752928663426689, 1.2401956655655513),
    (-2.0294210520783844, -0.5914381670387152), (-2.3487818694097458, -0.17169781636522127),
    (-2.2642394694236834, -1.1110597096482806), (-1.8328669467658727, 1.0153338992428094),
    (1.6197132027864902, 0.5722000593009828),
]  # fmt: skip
EXPLAINED = [0.6511917239744442, 0.1438834246204146]
SILHOUETTE = 0.6450603473232159
AGREES = [[6, 6, 6, 1, 1, 0, 1, 0], [4, 0, 0, 4, 2, 4, 5, 1]]
DISAGREES = [[0, 0, 0, 6, 4, 4, 5, 7], [0, 5, 4, 0, 1, 0, 0, 3]]
SEEN = [[6, 7, 7, 7, 7, 6, 6, 7], [5, 5, 5, 5, 4, 5, 5, 4]]
OF_GROUP_0 = {
    "pa": [0.875, 0.7777777777777778, 0.7777777777777778, 0.2222222222222222, 0.2222222222222222, 0.125, 0.25, 0.1111111111111111],
    "pat": [
        2.6457513110645907, 2.121320343559643, 2.121320343559643, -1.4142135623730951, -1.4142135623730951, -1.8898223650461363,
        -1.133893419027682, -2.121320343559643,
    ],
    "ra": [
        1.2249999999999999, 5.444444444444445, 5.444444444444445, 0.31111111111111106, 0.4444444444444444, 0.175,
        0.2916666666666667, 0.3333333333333333,
    ],
    "rat": [
        1.1242281302693369, 2.650340648964875, 2.650340648964875, -2.160246899469287, -1.2619429464123961, -2.4895473092489446,
        -2.638993314558738, -1.144916299706373,
    ],
    "pdt": [
        -1.8898223650461363, -2.121320343559643, -2.121320343559643, 2.121320343559643, 0.7071067811865476, 1.133893419027682,
        1.8898223650461359, 2.8284271247461903,
    ],
    "rdt": [
        -0.11861392864779442, -3.2403703492039306, -2.6503406489648755, 2.650340648964875, 0.7916979943676213,
        1.9744685556112322, 2.4895473092489446, 1.3165611772087666,
    ],
}  # fmt: skip
JOINT_AGREE = [
    0.625, 0.1111111111111111, 0.1111111111111111, 0.15873015873015872, 0.1111111111111111, 0.08928571428571429,
    0.21428571428571427, 0.037037037037037035,
]  # fmt: skip
REPRESENTATIVE = [
    [(102, "agree"), (103, "agree"), (104, "disagree"), (107, "disagree"), (108, "disagree")],
    [(107, "agree"), (106, "agree"), (104, "agree"), (102, "disagree"), (103, "disagree")],
]
CONSENSUS = [(101, "agree"), (108, "disagree")]


@pytest.fixture(scope="module")
def found():
    return map_of(SMALL)


def test_positions_and_what_they_explain_are_those_of_red_dwarf(found):
    assert found.positions == pytest.approx(np.array(POSITIONS), abs=1e-8)
    assert found.explained == pytest.approx(EXPLAINED, abs=1e-8)


def test_groups_are_those_of_red_dwarf(found):
    """It numbers them the other way round: ours begin with the largest."""
    assert found.groups.tolist() == [0] * 7 + [1] * 5 + [-1]
    assert max(found.silhouettes.values()) == found.silhouettes[2] == pytest.approx(SILHOUETTE)


def test_counts_are_those_of_red_dwarf(found):
    assert found.by_group.agrees.tolist() == AGREES
    assert found.by_group.disagrees.tolist() == DISAGREES
    assert found.by_group.seen.tolist() == SEEN


def test_shares_and_tests_are_those_of_red_dwarf(found):
    agree, disagree = found.agree, found.disagree
    ours = {"pa": agree.share, "pat": agree.share_test, "ra": agree.ratio, "rat": agree.ratio_test,
            "pdt": disagree.share_test, "rdt": disagree.ratio_test}  # fmt: skip
    for name, figures in OF_GROUP_0.items():
        assert ours[name][0] == pytest.approx(figures, rel=1e-12), name
    assert found.joint_agree == pytest.approx(JOINT_AGREE, rel=1e-12)


def test_chosen_statements_are_those_of_red_dwarf(found):
    def named(picks):
        return [(int(found.statements[pick.statement]), pick.way.value) for pick in picks]

    assert [named(picks) for picks in found.representative] == REPRESENTATIVE
    assert named(found.consensus) == CONSENSUS
