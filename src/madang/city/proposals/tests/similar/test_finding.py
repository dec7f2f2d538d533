"""Similar proposals are found in the database: at once, after they were carried into the postings, and from a new index."""

import threading

import pytest
from django.db import connection

from madang.city.proposals.models import Proposal, SimilarEdition, SimilarPosting, SimilarText, Version
from madang.city.proposals.queries import similar as queries
from madang.city.proposals.queries.similar import similar_to
from madang.city.proposals.rules import similar as rules
from madang.city.proposals.rules.life import State
from madang.city.proposals.services import similar_indexing as indexing
from madang.city.proposals.tests.builders import NOW, collecting_support, draft, written

pytestmark = pytest.mark.django_db

SHADE = ("Shade at bus stops", "People wait for the bus in the full sun all summer. Put up a roof over the benches at each stop.")
LIBRARY = ("Open the library longer", "The library closes at six. Whoever works cannot borrow books. Keep it open until ten.")
DOGS = ("A park for dogs", "Dogs cannot run without a lead anywhere. Fence a meadow by the river where they may.")


def kept(title: str, text: str, **more: object) -> str:
    """Publish a proposal, let it be found, and return its reference."""
    desk = collecting_support(wanted=written(title=title, text=text, **more))
    if not SimilarText.objects.filter(proposal=desk.row).exists():
        indexing.index(Version.objects.get(proposal=desk.row, number=desk.row.version), now=NOW)
    return desk.reference


def three() -> list[str]:
    return [kept(*one) for one in (SHADE, LIBRARY, DOGS)]


def found(title: str, text: str, lang: str = "en", **more: object) -> list[str]:
    return [one.reference for one in similar_to(title, text, lang, **more)]


def test_before_anything_is_published_nothing_is_similar():
    assert similar_to(*SHADE, "en") == []


def test_a_proposal_is_found_from_the_moment_it_is_published():
    shade, library, dogs = three()
    assert SimilarPosting.objects.count() == 0
    assert found("No shade while waiting for the bus", "We stand in the heat. A canopy please.")[0] == shade
    assert found("Libary shut too early", "I work until six and cannot borrow a book.")[0] == library
    assert found("Let dogs run free", "A fenced meadow without leads.")[0] == dogs


def test_what_stands_in_the_postings_is_found_as_before():
    three()
    before = similar_to("No shade at the bus stop", "Put up a roof.", "en")
    while indexing.merge(SimilarEdition.objects.get(is_current=True).pk):
        pass
    assert SimilarText.objects.filter(ids__isnull=False).count() == 0
    assert similar_to("No shade at the bus stop", "Put up a roof.", "en") == before


def test_a_new_index_finds_the_same_and_the_old_one_is_gone():
    shade, *_ = three()
    old = SimilarEdition.objects.get()
    assert indexing.make_anew(now=NOW) == 3
    assert SimilarEdition.objects.get().pk != old.pk
    assert found("No shade at the bus stop", "Put up a roof.")[0] == shade


def test_each_result_tells_where_it_stands():
    shade, *_ = three()
    Proposal.objects.filter(reference=shade).update(supports=7)
    first, *_ = similar_to(*SHADE, "en")
    assert (first.reference, first.title, first.state, first.supports) == (shade, SHADE[0], State.COLLECTING, 7)
    assert first.url == f"/ideas/{shade}"
    assert first.score == pytest.approx(1, abs=0.02)


def test_the_proposal_that_is_compared_is_left_out():
    shade, *_ = three()
    assert shade not in found(*SHADE, without=shade)


def test_drafts_hidden_held_and_retired_ones_are_not_found():
    shade, library, dogs = three()
    for reference, state in ((shade, State.HIDDEN), (library, State.RETIRED), (dogs, State.PUBLISHED)):
        Proposal.objects.filter(reference=reference).update(state=state.value)
    draft(wanted=written(title=SHADE[0], text=SHADE[1]))
    assert [found(*one) for one in (SHADE, LIBRARY, DOGS)] == [[], [], []]


def test_a_proposal_is_found_by_what_it_says_now():
    shade, *_ = three()
    row = Proposal.objects.get(reference=shade)
    version = Version.objects.get(proposal=row, number=1)
    version.title, version.text = "A pond for ducks", "Ducks and swans have no water in the park. Dig a pond for them."
    indexing.index(version, now=NOW)
    assert shade not in found(*SHADE)
    assert found("Ducks need a pond", "There is no water for swans.")[0] == shade


def test_after_a_merge_a_changed_proposal_is_found_once():
    shade, *_ = three()
    edition = SimilarEdition.objects.get(is_current=True)
    indexing.merge(edition.pk)
    indexing.index(Version.objects.get(proposal__reference=shade, number=1), now=NOW)
    assert found(*SHADE).count(shade) == 1


def test_a_wish_in_another_language_is_found_too():
    shade, *_ = three()
    assert shade in found("버스정류장에 그늘막을 설치해 주세요", "한여름 땡볕에서 버스를 기다립니다.", "ko")


def test_marks_of_markdown_tell_nothing():
    shade, *_ = three()
    assert found("**Shade** at _bus stops_", "- a [roof](https://example.org/path/roof) over *benches*\n- sun")[0] == shade


def test_the_clock_merges_when_enough_wait(monkeypatch):
    three()
    indexing.make_anew(now=NOW)
    monkeypatch.setattr(indexing, "LEAST_WAITING", 1)
    late = kept("Benches in the cemetery", "The way up is steep and there is nowhere to rest for older people.")
    indexing.keep_up(now=NOW)
    assert SimilarText.objects.filter(ids__isnull=False).count() == 0
    assert late in found("Somewhere to sit in the cemetery", "Older people need to rest on the way.")


def test_the_clock_makes_the_index_anew_when_the_words_have_changed():
    three()
    SimilarEdition.objects.update(words="other")
    indexing.keep_up(now=NOW)
    assert SimilarEdition.objects.get().words == queries.words_fingerprint()


def test_what_is_published_while_an_index_is_made_stands_in_the_new_one(monkeypatch):
    shade, *_ = three()
    late = []

    def publish_meanwhile(edition, reader, begun):
        late.append(kept("Benches in the cemetery", "The way up is steep and there is nowhere to rest for older people."))
        take_over(edition, reader, begun)

    take_over = indexing._take_over
    monkeypatch.setattr(indexing, "_take_over", publish_meanwhile)
    indexing.make_anew(now=NOW)
    assert found("Somewhere to sit in the cemetery", "Older people need to rest on the way.")[0] == late[0]
    assert found(*SHADE)[0] == shade


def test_rarities_of_an_edition_are_those_that_were_learnt():
    three()
    indexing.make_anew(now=NOW)
    edition = SimilarEdition.objects.get()
    texts = ((row.title, row.text) for row in Version.objects.all())
    learnt = rules.learn_rarities(queries.space(), texts)
    rarities = queries.reader_of(edition).rarities
    assert (rarities.texts, rarities.ids.tolist(), rarities.counts.tolist()) == (3, learnt.ids.tolist(), learnt.counts.tolist())


def test_a_search_takes_four_statements(django_assert_max_num_queries):
    three()
    similar_to(*SHADE, "en")
    with django_assert_max_num_queries(3):  # the fourth reads bytes as bytes, past Django
        similar_to(*SHADE, "en")


@pytest.mark.django_db(transaction=True)
def test_the_first_two_proposals_at_once_make_one_index():
    desks = [draft(wanted=written(title=title, text=text)) for title, text in (SHADE, DOGS)]
    for desk in desks:
        Proposal.objects.filter(pk=desk.row.pk).update(state=State.COLLECTING.value, published_at=NOW)
    together = threading.Barrier(2)

    def work(desk):
        version = Version.objects.get(proposal=desk.row)
        together.wait()
        indexing.index(version, now=NOW)
        connection.close()

    threads = [threading.Thread(target=work, args=(desk,)) for desk in desks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert SimilarEdition.objects.count() == 1
    assert {found(*one)[0] for one in (SHADE, DOGS)} == {desk.reference for desk in desks}
