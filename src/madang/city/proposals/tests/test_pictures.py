"""Pictures of proposals and milestones: who may add them, and what becomes of those that nothing shows."""

import io
import os
from datetime import datetime

import pytest
from PIL import Image

from madang.city.proposals.models import Picture
from madang.city.proposals.queries import showing
from madang.city.proposals.services import doing, pictures
from madang.city.proposals.services.doing import Step
from madang.city.proposals.services.pictures import ALBUM
from madang.city.proposals.tests import builders
from madang.city.proposals.tests.builders import DAY, NOW, TODAY, refused, resident


def picture(width=40, height=30):
    held = io.BytesIO()
    Image.new("RGB", (width, height)).save(held, "JPEG")
    return held.getvalue()


@pytest.mark.django_db
def test_authors_add_pictures_while_the_text_may_change():
    desk = builders.draft()
    add = {"reference": desk.reference, "data": picture(), "alternative": " A bus  stop ", "now": NOW}
    assert refused(pictures.add_picture, by=resident(), **add) == "proposals.unknown"
    name = pictures.add_picture(by=desk.author, **add)
    row = Picture.objects.get(public_id=name)
    assert (row.alternative, ALBUM.large(row.digest).read_bytes()[:3]) == ("A bus stop", b"\xff\xd8\xff")
    for _ in range(7):
        pictures.add_picture(by=desk.author, **add)
    assert refused(pictures.add_picture, by=desk.author, **add) == "proposals.many_pictures"
    pictures.remove_picture(reference=desk.reference, picture=name, by=desk.author, now=NOW)
    assert Picture.objects.count() == 7
    assert refused(pictures.add_picture, by=builders.routed().author, **add) == "proposals.unknown"
    frozen = builders.routed()
    assert refused(pictures.add_picture, by=frozen.author, **(add | {"reference": frozen.reference})) == "proposals.frozen"


@pytest.mark.django_db
def test_a_milestone_has_its_own_pictures():
    desk = builders.in_progress()
    number = doing.add_milestone(step=Step(on_date=TODAY, title="Ten stops done"), **desk.ask)
    add = {"milestone": number, "data": picture(), "alternative": "A tree"} | desk.ask
    pictures.add_to_milestone(**add)
    assert refused(pictures.add_to_milestone, **(add | {"milestone": 10**9})) == "proposals.no_milestone"
    assert refused(pictures.add_to_milestone, **(add | {"by": desk.author})) == "proposals.not_your_move"
    shown = showing.proposal(desk.reference, viewer=desk.author, now=NOW)
    assert [one.alternative for one in shown.milestones[0].pictures] == ["A tree"]
    assert shown.pictures == ()


@pytest.mark.django_db
def test_files_that_nothing_shows_are_swept_after_a_day():
    desk = builders.draft()
    add = {"reference": desk.reference, "alternative": "", "by": desk.author, "now": NOW}
    kept = pictures.add_picture(data=picture(50, 20), **add)
    gone = pictures.add_picture(data=picture(60, 20), **add)
    files = {name: ALBUM.large(Picture.objects.get(public_id=name).digest) for name in (kept, gone)}
    for path in files.values():
        os.utime(path, (NOW.timestamp(), NOW.timestamp()))
    pictures.remove_picture(reference=desk.reference, picture=gone, by=desk.author, now=NOW)
    pictures.sweep(now=NOW + DAY)
    assert files[gone].exists()
    pictures.sweep(now=datetime.fromtimestamp(NOW.timestamp() + 86_401, NOW.tzinfo))
    assert (files[kept].exists(), files[gone].exists()) == (True, False)
