"""Pictures of options."""

import io

import pytest
from PIL import Image

from madang.city.kernel.refusals import Refused
from madang.city.voting.models import Option
from madang.city.voting.services import asking
from madang.city.voting.services.pictures import ALBUM
from madang.city.voting.tests.builders import NOW, asked, asker, draft

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def picture():
    file = io.BytesIO()
    Image.new("RGB", (40, 20), "red").save(file, "JPEG")
    return file.getvalue()


def test_an_option_gets_a_picture_and_keeps_it_through_edits():
    by = asker()
    reference = draft(by=by)
    asking.set_picture(reference=reference, number=2, data=picture(), text={"en": "A lime tree"}, by=by)
    asking.edit(reference=reference, asked=asked("A fountain", "Lime trees", "Benches"), revision=2, by=by, now=NOW)
    option = Option.objects.get(vote__reference=reference, number=2)
    assert (option.width, option.height, option.picture_text) == (40, 20, {"en": "A lime tree"})
    assert ALBUM.large(option.picture).exists()
    asking.set_picture(reference=reference, number=2, data=b"", text={}, by=by)
    option.refresh_from_db()
    assert (option.picture, option.picture_text) == ("", {})


def test_a_picture_belongs_to_an_option_and_has_few_words():
    by = asker()
    reference = draft(by=by)
    for number, text, reason in ((9, {}, "voting.choice_unknown"), (1, {"en": "x" * 301}, "voting.text_long")):
        with pytest.raises(Refused) as problem:
            asking.set_picture(reference=reference, number=number, data=picture(), text=text, by=by)
        assert problem.value.refusal.key == reason
