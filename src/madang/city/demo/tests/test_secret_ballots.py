"""The story's secret vote: ballots of browsers beside ballots on paper, and the city's own verifier counts them again."""

import pytest

from madang.city.demo.story import secret_ballots
from madang.city.demo.story.cast import Cast
from madang.city.people.tests import builders as people
from madang.city.voting.models import Issued, SecretBallot
from madang.city.voting.queries.secret import file_place
from madang.city.voting.tests.builders import OPENS, counted
from madang.city.voting.tests.secret.builders import held
from madang.urban.ballots import verifier

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_keys")]


def test_a_secret_vote_of_the_story_is_cast_by_browsers_and_on_paper_and_verifies(settings, tmp_path):
    settings.MEDIA_ROOT = settings.DATA_DIR = tmp_path
    for name in secret_ballots.CLERKS:
        people.staff(email=f"{name}@haneul.example")
    vote = held(3)
    voters = [people.viewer_for(int(one.removeprefix("resident:"))) for one in vote.people]
    ballots = list(zip(voters, ([1], [2], [1]), strict=True))
    secret_ballots.hold(vote.reference, ballots, sealed=2, cast=Cast([]), now=OPENS)
    assert Issued.objects.filter(blinded__isnull=False).count() == 2
    assert sorted(SecretBallot.objects.values_list("batch", flat=True)) == ["", "", "S1"]
    assert counted(vote.reference).state == "counted"
    assert verifier.main([str(file_place(vote.reference))]) == 0
