"""Markdown of residents: what it may say, and what it never does on a page."""

import re

import pytest

from madang.city.proposals.rules import text


def test_markdown_becomes_plain_html_below_the_headings_of_the_page():
    assert text.as_html("# Shade\n\nAt **all** stops:\n\n- trees\n- _roofs_") == (
        "<h3>Shade</h3>\n<p>At <strong>all</strong> stops:</p>\n<ul>\n<li>trees</li>\n<li><em>roofs</em></li>\n</ul>\n"
    )


def test_links_vouch_for_nothing():
    assert text.as_html("[here](https://haneul.example/a?b=1&c=2)") == (
        '<p><a href="https://haneul.example/a?b=1&amp;c=2" rel="nofollow ugc noopener noreferrer">here</a></p>\n'
    )


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt&colon;alert(1))",
    "[a](data:text/html;base64,PHNjcmlwdD4=)",
    "[a](vbscript:x)",
    "![a](https://elsewhere.example/track.png)",
    '[a](https://a.example "x\\" onclick=alert(1)")',
    "<https://a.example/\" onmouseover=alert(1)>",
    "<a href='javascript:alert(1)'>a</a>",
    "<style>*{display:none}</style>",
    "<iframe src=https://a.example></iframe>",
    "```html\n<script>alert(1)</script>\n```",
    "`<svg onload=alert(1)>`",
    "[a]: javascript:alert(1)\n\n[a]",
    "<!-- --><b>",
    "&lt;script&gt;",
]  # fmt: skip
TAG = re.compile(r"<\s*/?\s*([a-z0-9]+)([^>]*)>", re.IGNORECASE)
ATTRIBUTE = re.compile(r'\s(href|rel|start)="([^"<>]*)"')


@pytest.mark.parametrize("hostile", HOSTILE)
def test_no_tag_attribute_or_address_gets_through_that_is_not_meant(hostile):
    for tag, attributes in TAG.findall(text.as_html(hostile)):
        assert tag.lower() in text.TAGS
        left = attributes
        for name, value in ATTRIBUTE.findall(attributes):
            left = left.replace(f' {name}="{value}"', "")
            assert name != "href" or value.startswith(("https://", "http://", "mailto:")), value
        assert left.strip(" /") == "", (tag, left)


def test_words_without_marks_serve_search_and_mails():
    assert (
        text.plain("# Shade\n\nat *all* [stops](https://a.example) & more\n\n- trees\n- roofs")
        == "Shade at all stops & more trees roofs"
    )


def test_an_excerpt_ends_between_words_where_there_are_any():
    assert text.excerpt("Buses stop in the sun", 12) == "Buses stop…"
    assert text.excerpt("버스정류장에그늘을만들어주세요", 6) == "버스정류장에…"
    assert text.excerpt("short") == "short"


@pytest.mark.parametrize("nasty", ["[" * 10_000, "> " * 5_000, "*a " * 3_300, "![[]()" * 1_600, "- " * 5_000])
def test_no_text_of_ten_thousand_characters_breaks_the_reader(nasty):
    assert "<script" not in text.as_html(nasty)
