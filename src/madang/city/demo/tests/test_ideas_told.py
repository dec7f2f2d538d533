"""What the story of ideas tells holds together, before anybody tells it."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml

from madang.city.demo.story.ideas.diary import Diary
from madang.city.demo.story.ideas.pictures import DRAWINGS
from madang.city.demo.story.ideas.steps import VERBS
from madang.city.demo.story.ideas.telling import THRESHOLD
from madang.city.portal.queries.subjects import TOPICS

FOLDER = Path(__file__).resolve().parents[1]
NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


def told(name):
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def stories():
    return told("ideas_told.yaml")


def test_ideas_come_in_seouls_proportions(stories):
    others = [place for one in told("ideas.yaml") for place in one["at"]]
    reach = [one for one in stories if one["supports"] >= THRESHOLD.supports]
    lifted = [one for one in stories if any(step["do"] == "lift" for step in one.get("steps", ()))]
    whole = len(others) + len(stories)
    assert whole >= 100
    assert 0.09 <= (len(reach) + len(lifted)) / whole <= 0.13  # Seoul's Oasis: 11 of 100 came to open debate


def test_no_two_ideas_say_the_same_of_one_place():
    titles = Counter(one["title"].format(where=where) for one in told("ideas.yaml") for _, where, _ in one["at"])
    assert [title for title, count in titles.items() if count > 1] == []


def test_each_idea_has_a_topic_of_the_city(stories):
    assert {one["topic"] for one in (*stories, *told("ideas.yaml"))} <= set(TOPICS)


def test_stories_name_ideas_and_pictures_that_are_there(stories):
    keys = {one["key"] for one in stories}
    steps = [step for one in stories for step in one.get("steps", ())]
    named = {step["for"] for step in steps if "for" in step} | {one["same_as"] for one in stories if "same_as" in one}
    assert named <= keys
    pictures = {one["picture"] for one in (*stories, *steps) if "picture" in one}
    assert pictures <= set(DRAWINGS)


def test_steps_are_known_and_come_in_the_order_of_their_days_and_before_today(stories):
    for one in stories:
        steps = one.get("steps", ())
        days = [step["day"] for step in steps if "day" in step]
        assert days == sorted(days), one["key"]
        assert all(day < one["days_ago"] for day in days), one["key"]
        assert {step["do"] for step in steps} <= set(VERBS), one["key"]


def test_a_diary_is_lived_in_the_order_of_time_and_not_of_writing():
    seen = []
    diary = Diary(NOW)
    for hours in (1, 3, 2):
        diary.note(NOW - timedelta(hours=hours), lambda at: seen.append(NOW - at))
    diary.live()
    assert seen == [timedelta(hours=hours) for hours in (3, 2, 1)]


def test_nothing_happens_after_the_end_of_a_diary():
    with pytest.raises(ValueError, match="after the end"):
        Diary(NOW).note(NOW + timedelta(seconds=1), lambda at: None)
