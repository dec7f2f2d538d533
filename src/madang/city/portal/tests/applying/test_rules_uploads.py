"""Names of files: kept as their owners wrote them, and never a way out of the folder."""

import pytest

from madang.city.portal.rules.uploads import Archive, Limits, Look, Part, Taken, judge, tidy_file_name, why_not_archive

PDF = Limits(kinds=("pdf", "jpg"), max_mb=1)


def look(head: bytes, tail: bytes = b"", **more) -> Look:
    return Look(size_bytes=more.pop("size", len(head)), head=head, tail=tail or head, **more)


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\kim\\가족관계증명서.pdf", "가족관계증명서.pdf"),
        ("출생 증명서 (1).pdf", "출생 증명서 (1).pdf"),
        ("证明 文件.jpg", "证明 文件.jpg"),
        ("가.pdf", "가.pdf"),
        ("bill\x00.pdf", "bill.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("...", "file"),
        ("", "file"),
        (".htaccess", "htaccess"),
        ("con.pdf", "con_.pdf"),
        ("a\r\nContent-Type: text.pdf", "aContent-Type text.pdf"),
        ('x"y<z>.pdf', "xyz.pdf"),
        ("a/", "file"),
    ],
)
def test_names_keep_their_letters_and_lose_their_tricks(raw, kept):
    assert tidy_file_name(raw) == kept


def test_long_names_keep_beginning_end_and_ending():
    tidy = tidy_file_name("앞" + "x" * 400 + "뒤.pdf")
    assert len(tidy) <= 120
    assert tidy.startswith("앞")
    assert tidy.endswith("뒤.pdf")


def test_the_content_decides_and_mends_the_ending():
    assert judge("scan.HEIC", look(b"%PDF-1.7 ..."), PDF) == Taken("scan.pdf", "pdf")
    assert judge("2026.11.21", look(b"%PDF-1.7 ..."), PDF) == Taken("2026.11.21.pdf", "pdf")
    assert judge("photo.JPEG", look(b"\xff\xd8\xff\xe0" + bytes(20)), PDF) == Taken("photo.JPEG", "jpg")


@pytest.mark.parametrize(
    ("name", "seen", "key"),
    [
        ("a.pdf", look(b""), "file_empty"),
        ("a.pdf", look(b"%PDF-1.7", size=1024 * 1024 + 1), "file_too_large"),
        ("a.pdf", look(b"MZ\x90\x00" + bytes(60)), "file_wrong_kind"),
        ("a.pdf", look(b"<html><script>", is_text=True), "file_wrong_kind"),
        ("a.pdf", look(b"\x7fELF" + bytes(60)), "file_wrong_kind"),
        ("a.pdf", look(b"GIF89a" + bytes(20)), "file_wrong_kind"),
        ("bill.exe.pdf", look(b"%PDF-1.7"), "file_two_endings"),
        ("a.jpg", look(b"\xff\xd8\xff\xe0", b"PK\x05\x06" + bytes(16) + b"\x00\x00"), "file_two_things"),
        ("a.jpg", look(b"\xff\xd8\xff\xe0....%PDF-1.4"), "file_two_things"),
        ("a.pdf", look(b"%PDF-1.4 <script>alert(1)</script>"), "file_two_things"),
        ("a.pdf", look(b"%PDF-1.4", b"%%EOF PK\x05\x06" + bytes(16) + b"\x03\x00abc"), "file_two_things"),
    ],
)
def test_what_is_not_what_it_says_is_refused(name, seen, key):
    assert judge(name, seen, PDF).key == f"portal.{key}"


@pytest.mark.parametrize(
    ("archive", "key"),
    [
        (Archive((Part("a", 1000, 200_000_000),)), "file_bomb"),
        (Archive(tuple(Part(f"p{number}", 3_000_000, 21_000_000) for number in range(10))), "file_bomb"),
        (Archive(tuple(Part(f"p{number}", 10, 10) for number in range(2_001))), "file_many_parts"),
        (Archive((Part("a.zip", 10, 10, start=b"PK\x03\x04", inside=Archive((Part("b", 1, 1),))),)), "file_nested"),
        (Archive((Part("a.7z", 10, 10, start=b"7z\xbc\xaf'\x1c"),)), "file_nested"),
        (Archive((Part("secret", 10, 10, is_locked=True),)), "file_locked"),
        (Archive((Part("../../etc/cron.d/x", 10, 10),)), "file_broken"),
        (Archive((Part("/etc/passwd", 10, 10),)), "file_broken"),
        (Archive((Part("c:\\windows\\x", 10, 10),)), "file_broken"),
        (Archive(is_broken=True), "file_broken"),
    ],
)
def test_dangerous_archives_are_refused_by_their_list(archive, key):
    assert why_not_archive(archive, "a.zip").key == f"portal.{key}"


def test_an_office_file_may_hold_a_table_but_no_third_floor():
    table = Archive((Part("[Content_Types].xml", 10, 10), Part("xl/workbook.xml", 10, 10)))
    assert why_not_archive(Archive((Part("word/embeddings/t.xlsx", 50, 50, start=b"PK\x03\x04", inside=table),)), "a") is None
    deep = Archive((*table.parts, Part("more.xlsx", 9, 9, start=b"PK\x03\x04")))
    nested = Archive((Part("t.xlsx", 50, 50, start=b"PK\x03\x04", inside=deep),))
    assert why_not_archive(nested, "a").key == "portal.file_nested"


def test_text_compresses_well_and_is_no_bomb():
    assert why_not_archive(Archive((Part("log.txt", 900, 1_000_000), Part("b.csv", 100_000, 9_000_000))), "a") is None
