import pytest

from madang.city.portal.models import Service, ServiceLink, ServiceVersion
from madang.city.portal.services import importing, links
from madang.city.portal.services.importing.subjects import Sorter
from madang.city.portal.tests.builders import NOW
from madang.urban.formats.faults import FileFault

pytestmark = pytest.mark.django_db

HEADER = "Identifier,Label,Status,Description,Created\n"


def import_text(tmp_path, text, encoding="utf-8-sig"):
    file = tmp_path / "list.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return importing.import_services(file, form="lgsl", by="system:test", now=NOW)


def row(identifier=1, label="Bin collection", status="Live", description="We empty your bin."):
    return f'{identifier},{label},{status},"{description}",03/04/2013\n'


def test_rows_become_services_that_can_be_browsed(tmp_path):
    report = import_text(tmp_path, HEADER + row() + row(2, "Street lighting"))
    assert (report.added, report.retired, report.refused) == (2, 0, ())
    bin_collection = Service.objects.select_related("current").get(external_id="1")
    assert (bin_collection.slug, bin_collection.source, bin_collection.topics) == ("bin-collection-1", "lgsl", ["waste"])
    assert bin_collection.current.definition["description"] == {"en": ["We empty your bin."]}
    assert Service.objects.get(external_id="2").life_events == ["streets-and-parks"]


def test_cells_may_span_lines_and_become_paragraphs(tmp_path):
    import_text(tmp_path, HEADER + row(description="First.\n\n Second."))
    assert Service.objects.get().current.definition["description"]["en"] == ["First.", "Second."]


def test_a_second_run_changes_nothing(tmp_path):
    import_text(tmp_path, HEADER + row() + row(2, status="Discontinued"))
    report = import_text(tmp_path, HEADER + row() + row(2, status="Discontinued"))
    assert (report.added, report.changed, report.retired, report.unchanged) == (0, 0, 0, 2)
    assert ServiceVersion.objects.count() == 2


def test_what_changed_gets_a_version_and_keeps_its_address(tmp_path):
    import_text(tmp_path, HEADER + row())
    report = import_text(tmp_path, HEADER + row(label="Waste collection"))
    service = Service.objects.select_related("current").get()
    assert (report.changed, service.slug, service.titles["en"], service.current.number) == (
        1,
        "bin-collection-1",
        "Waste collection",
        2,
    )


def test_discontinued_and_dropped_services_are_retired(tmp_path):
    import_text(tmp_path, HEADER + row(1) + row(2) + row(3))
    report = import_text(tmp_path, HEADER + row(1) + row(2, status="Discontinued"))
    assert (report.retired, report.changed, report.unchanged) == (2, 0, 1)
    assert set(Service.objects.filter(status="retired").values_list("external_id", flat=True)) == {"2", "3"}


@pytest.mark.parametrize(
    ("rows", "line", "reason"),
    [
        (row() + "2,Short\n", 3, "2 cells where the first line names 5"),
        (row() + "2,Long,Live,x,y,z\n", 3, "6 cells where the first line names 5"),
        (row() + row(1, "Again"), 3, "stands on line 2 already"),
        (row("x1"), 2, "'x1' is not a number"),
        (row(label=""), 2, "has no label"),
        (row(status="Perhaps"), 2, "has the status 'Perhaps'"),
        (row(description="a\nb\nc") + row(2, status="?"), 5, "has the status"),
    ],
)
def test_a_bad_row_is_named_with_its_line_and_nothing_is_loaded(tmp_path, rows, line, reason):
    report = import_text(tmp_path, HEADER + rows)
    assert not report.loaded
    assert [one.line for one in report.refused] == [line]
    assert reason in report.refused[0].reason
    assert not Service.objects.exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ((HEADER + row(label="Café")).encode("latin-1"), ":2:6: byte 0xe9 is no UTF-8"),
        ((HEADER + row()).encode("utf-16"), "this file is UTF-16"),
        (b"", "the file is empty"),
        (b"Identifier,Label,Status\n1,a,Live\n", "the column 'Description' is missing"),
        ((HEADER + '1,"open,Live,x,y\n').encode(), "the file ends inside a quotation"),
        ((HEADER + "1,a\0b,Live,x,y\n").encode(), "NUL character"),
        (b"PK\x03\x04rest", "a spreadsheet or archive"),
    ],
)
def test_a_file_that_cannot_be_read_says_where_and_loads_nothing(tmp_path, content, words):
    with pytest.raises(FileFault) as fault:
        import_text(tmp_path, content)
    assert words in str(fault.value)
    assert not Service.objects.exists()


def test_a_cell_of_100_megabytes_is_refused_without_being_held(tmp_path):
    file = tmp_path / "huge.csv"
    with file.open("wb") as out:
        out.write((HEADER + '1,"').encode())
        for _ in range(100):
            out.write(b"x" * 1_000_000 + b"\n")
    with pytest.raises(FileFault) as fault:
        importing.import_services(file, form="lgsl", by="system:test", now=NOW)
    assert "more than 1,000,000 bytes" in str(fault.value) or "more than 131,072 characters" in str(fault.value)


LINKS = "la,lgsl,lgil,link\n"


def import_links(tmp_path, text, authorities=None):
    file = tmp_path / "links.csv"
    file.write_text(LINKS + text)
    return links.import_links(file, by="system:test", now=NOW, authorities=authorities)


def test_links_are_attached_by_the_lists_number_under_a_header_that_does_not_fit(tmp_path):
    import_text(tmp_path, HEADER + row(524))
    names = tmp_path / "authorities.csv"
    names.write_text('slug,name\nleicester,"Leicester City Council"\n')
    report = import_links(tmp_path, "leicester,bins,reporting,https://example.org/bin?a=dead animal,524,17\n", names)
    link = ServiceLink.objects.get()
    assert (report.added, report.authorities) == (1, 1)
    assert (link.authority_name, link.interaction, link.url) == (
        "Leicester City Council",
        "report",
        "https://example.org/bin?a=dead%20animal",
    )


def test_links_that_changed_or_went_are_told_and_a_second_run_changes_nothing(tmp_path):
    import_text(tmp_path, HEADER + row(524))
    import_links(tmp_path, "a,b,reporting,https://a.example,524,17\nc,b,providing-information,https://c.example,524,8\n")
    report = import_links(tmp_path, "a,b,reporting,https://a.example/new,524,17\n")
    assert (report.added, report.changed, report.removed, report.unchanged) == (0, 1, 1, 0)
    again = import_links(tmp_path, "a,b,reporting,https://a.example/new,524,17\n")
    assert (again.added, again.changed, again.removed, again.unchanged) == (0, 0, 0, 1)


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ("a,b,reporting,https://a.example,999,17\n", "no service has the LGSL number '999'"),
        ("a,b,dancing,https://a.example,524,17\n", "the interaction 'dancing'"),
        ("a,b,reporting,javascript:alert(1),524,17\n", "no web address"),
        ("a,b,reporting,https://a.example\n", "4 cells where the first line names 6"),
        ("a,b,reporting,https://a.example,524,17\na,b,reporting,https://b.example,524,17\n", "another row has another address"),
    ],
)
def test_a_bad_link_is_named_and_nothing_is_loaded(tmp_path, rows, reason):
    import_text(tmp_path, HEADER + row(524))
    report = import_links(tmp_path, rows)
    assert reason in report.refused[0].reason
    assert not ServiceLink.objects.exists()


def test_titles_are_sorted_into_subjects_by_whole_words():
    sorter = Sorter.load()
    assert sorter.subjects("Dog fouling").topics == ("animals",)
    assert sorter.subjects("Death registration").life_events == ("losing-someone",)
    assert sorter.subjects("Something unheard of").topics == ("community",)


@pytest.mark.realdata
def test_the_national_list_of_1002_services_loads_as_it_is(realdata):
    """978 live and 24 discontinued: counted in the file's Status column."""
    path = realdata("services/lgsl_englishAndWelshServices_all.csv")
    report = importing.import_services(path, form="lgsl", by="system:test", now=NOW)
    assert (report.added, report.retired, report.refused) == (978, 24, ())
    again = importing.import_services(path, form="lgsl", by="system:test", now=NOW)
    assert (again.added, again.changed, again.retired, again.unchanged) == (0, 0, 0, 1002)
    assert not Service.objects.filter(status="live", topics=[]).exists()


@pytest.mark.realdata
def test_the_7405_council_links_load_as_they_are(realdata):
    """7,405 rows of 388 authorities: counted in the file."""
    importing.import_services(realdata("services/lgsl_englishAndWelshServices_all.csv"), form="lgsl", by="system:test", now=NOW)
    file, names = realdata("services/uk_lgsl_lgil_council_links.csv"), realdata("services/uk_local_authorities.csv")
    report = links.import_links(file, by="system:test", now=NOW, authorities=names)
    assert (report.added, report.authorities, report.refused) == (7405, 388, ())
    assert links.import_links(file, by="system:test", now=NOW, authorities=names).unchanged == 7405
