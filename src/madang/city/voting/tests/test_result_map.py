"""Where the winner was strong, drawn without telling of few."""

import pytest

from madang.city.places import queries as places
from madang.city.places.tests.builders import feature, load, square
from madang.city.voting.views.result_map import area_map, shares, turnout

TABLE = {
    "columns": [1, 2],
    "rows": [
        {"area": "7", "people": 20, "chosen": [15, 5]},
        {"area": "8", "people": None, "chosen": [None, None]},
        {"area": "9", "people": 30, "chosen": [None, None]},
        {"area": "", "people": 12, "chosen": [12, 0]},
    ],
}


def test_shares_are_of_the_ballots_of_each_area_and_hidden_where_a_cell_is():
    assert shares(TABLE, 1) == {"7": 0.75, "8": None, "9": None}


def test_an_option_that_few_chose_has_no_shares():
    assert shares(TABLE, 3) == {}


def test_turnout_is_of_those_who_may_vote_and_unknown_where_either_is_hidden():
    entitled = {"rows": [{"area": "7", "people": 40}, {"area": "8", "people": 50}, {"area": "9", "people": None}]}
    assert turnout(TABLE, entitled) == {"7": 0.5, "8": None, "9": None}
    assert turnout(TABLE, None) == {}


@pytest.mark.django_db
def test_the_map_says_which_areas_are_too_few_to_show(tmp_path, settings):
    settings.AREA_SCHEME = "haneul"
    here = [feature(code, square(column), name_en=code.title()) for column, code in enumerate(("west", "east"))]
    load(tmp_path, *here, level="district", name_field="en:name_en")
    west, east = (next(one.id for one in places.areas("haneul") if one.code == code) for code in ("west", "east"))
    drawn = area_map("How strong", "Share", "district", {str(west): 0.75, str(east): None})
    assert drawn is not None
    assert sorted(drawn.table.rows) == [("East", "too few to show"), ("West", "75\u202f%")]
    assert drawn.legend == [("q5", "60–80\u202f%"), ("none", "too few to show")]
    assert drawn.picture.count("<path") == 2
    assert "md-k-none" in drawn.picture


def test_nothing_is_drawn_where_nothing_can_be_shown():
    assert area_map("How strong", "Share", "district", {"7": None}) is None
