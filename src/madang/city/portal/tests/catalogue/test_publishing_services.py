from dataclasses import replace

import pytest

from madang.city.kernel.refusals import Refused
from madang.city.people.tests import builders as people
from madang.city.portal.definitions import InvalidService, checksum_of
from madang.city.portal.models import CatalogueVersion, Service, ServiceLink, ServiceVersion
from madang.city.portal.services import publishing
from madang.city.portal.tests.builders import DAY, NOW, case, definition

pytestmark = pytest.mark.django_db


def publish(*definitions, **more):
    people.department("families")
    return publishing.publish(definitions=definitions, by="system:test", now=NOW, **more)


def renamed(one, title):
    changed = replace(one, title={"en": title}, version=one.version + 1)
    return replace(changed, checksum=checksum_of(changed))


def number():
    return CatalogueVersion.objects.get().number


def test_a_new_definition_becomes_the_first_version_and_the_catalogue_grows():
    report = publish(definition("one", title="Apply for a thing"))
    row = Service.objects.select_related("current").get(slug="one")
    assert report.added == ("one",)
    assert (row.current.number, row.titles, row.takes_applications, row.has_rules) == (1, {"en": "Apply for a thing"}, True, True)
    assert row.sort_en == "1apply for a thing"
    assert number() > 0


def test_publishing_the_same_again_changes_nothing_and_the_catalogue_keeps_its_number():
    publish(definition("one"))
    before = number()
    assert publish(definition("one")).unchanged == ("one",)
    assert (number(), ServiceVersion.objects.count()) == (before, 1)


def test_a_changed_definition_is_a_new_version_and_the_old_one_stays_as_it_was():
    first = definition("one", title="Old title")
    publish(first)
    before = number()
    assert publish(renamed(first, "New title")).changed == ("one",)
    titles = list(ServiceVersion.objects.order_by("number").values_list("definition__title__en", flat=True))
    assert titles == ["Old title", "New title"]
    assert Service.objects.get().current.number == 2
    assert number() > before


def test_a_change_whose_file_did_not_raise_its_version_still_gets_the_next_number():
    first = definition("one", title="Old title")
    publish(first)
    publish(replace(renamed(first, "New title"), version=1))
    assert Service.objects.get().current.number == 2


def test_an_open_case_keeps_the_version_it_began_with():
    publish(definition("one", title="Old title"))
    opened = case(Service.objects.get())
    publish(renamed(definition("one", title="Old title"), "New title"))
    opened.refresh_from_db()
    assert opened.version.number == 1


def test_a_service_that_vanished_is_retired_only_when_asked():
    publish(definition("one"), definition("two"))
    assert publish(definition("one")).retired == ()
    assert publish(definition("one"), retire_missing=True).retired == ("two",)
    assert Service.objects.get(slug="two").status == "retired"


def test_a_service_that_comes_back_is_live_again_without_a_new_version():
    publish(definition("one"), definition("two"))
    publish(definition("one"), retire_missing=True)
    assert publish(definition("one"), definition("two")).changed == ("two",)
    assert Service.objects.get(slug="two").status == "live"
    assert ServiceVersion.objects.filter(service__slug="two").count() == 1


def test_retiring_leaves_the_lists_of_others_alone():
    Service.objects.create(slug="listed-1", source="lgsl", external_id="1", changed_at=NOW - DAY)
    publish(definition("one"), retire_missing=True)
    assert Service.objects.get(slug="listed-1").status == "live"


def test_an_unknown_department_stops_the_whole_publication():
    with pytest.raises(Refused) as refused:
        publish(definition("one"), definition("two", authority="nowhere"))
    assert refused.value.refusal.params == {"service": "two", "code": "nowhere"}
    assert not Service.objects.exists()


def test_a_slug_of_another_list_is_not_taken_over():
    Service.objects.create(slug="one", source="lgsl", external_id="1", changed_at=NOW)
    with pytest.raises(Refused) as refused:
        publish(definition("one"))
    assert refused.value.refusal.key == "portal.slug_taken"


def test_a_word_of_the_sites_own_addresses_is_no_service_id():
    with pytest.raises(Refused) as refused:
        publish(definition("find"))
    assert refused.value.refusal.key == "portal.reserved_slug"


def test_deep_links_of_a_service_file_are_attached():
    linked = replace(definition("one"), links={"E06000001": {"apply": "https://example.org/apply"}})
    publish(replace(linked, checksum=checksum_of(linked)))
    link = ServiceLink.objects.get()
    assert (link.service.slug, link.authority, link.interaction, link.url) == (
        "one",
        "E06000001",
        "apply",
        "https://example.org/apply",
    )


def test_a_folder_with_an_error_publishes_nothing_and_names_the_place(tmp_path):
    people.department("families")
    (tmp_path / "broken.yaml").write_text("id: broken\nversion: one\n")
    with pytest.raises(InvalidService) as invalid:
        publishing.definitions_of([tmp_path])
    assert any(finding.file == "broken.yaml" and finding.line == 2 for finding in invalid.value.findings)
