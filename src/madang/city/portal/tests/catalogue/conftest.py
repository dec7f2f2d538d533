"""What the catalogue's tests share."""

import pytest

WORDS = """\
- concept: marriage
  official: [marriage, wedding]
  en: [getting married, tie the knot]
  ko: [결혼했어요, 결혼해요]
  zh: [结婚]
- concept: pothole
  official: [pothole]
  en: [hole in the road]
"""


@pytest.fixture
def few_words(tmp_path_factory, settings):
    """Give the site a thesaurus of two concepts."""
    folder = tmp_path_factory.mktemp("thesaurus")
    (folder / "words.yaml").write_text(WORDS, encoding="utf-8")
    settings.THESAURUS_FOLDER = str(folder)
