import pytest
from django.apps import apps
from django.db import connection

pytestmark = pytest.mark.django_db


def test_no_column_of_a_straw_ballot_tells_when_or_in_which_order_it_came():
    kinds = {"timestamp with time zone", "date", "bigint", "integer"}
    for table in ("voting_ballot", "voting_participation"):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND data_type = ANY(%s)",
                [table, list(kinds)],
            )
            assert {name for (name,) in cursor.fetchall()} <= {"vote_id", "area_id"}


def test_ballots_point_to_nobody():
    for name in ("Ballot", "Participation"):
        model = apps.get_model("voting", name)
        assert {field.related_model._meta.label for field in model._meta.fields if field.is_relation} == {"voting.Vote"}
