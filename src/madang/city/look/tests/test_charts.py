"""Charts are pictures in the city's tokens, each with its table."""

import pytest
from django.core.cache import cache

from madang.city.look import charts

ROWS = [("Phone", 1204), ("전화 <b>", 873), ("邮寄", 61)]


def a_chart() -> charts.Chart:
    return charts.bars(title="By phone", sub="November", name="ways", label="Way", value="Applications", rows=ROWS)


def test_a_picture_has_no_colour_of_its_own_and_no_style() -> None:
    line = charts.lines(
        title="In time", sub="%", name="t", label="Month", value="%", rows=[("1", 88), ("2", 95)], limit=(90, "promise")
    )
    for picture in (a_chart().picture, line.picture):
        assert "var(--c1)" in picture
        assert "style=" not in picture
        assert "#0a5c6b" not in picture
        assert picture.count("<svg") == 2
        assert picture.count('aria-hidden="true"') == 2
    assert line.picture.count("promise 90") == 2


def test_texts_in_a_picture_are_escaped() -> None:
    assert "<b>" not in a_chart().picture
    assert "전화 &lt;b&gt;" in a_chart().picture


def test_the_table_has_every_figure_of_the_picture() -> None:
    table = a_chart().table_html
    for text in ("Phone", "1,204", "873", "邮寄", "61"):
        assert text in table


def test_a_picture_is_drawn_once() -> None:
    cache.clear()
    first = charts.drawn(a_chart().spec, 330)
    assert charts.drawn(a_chart().spec, 330) == first
    assert charts.drawn(a_chart().spec, 500) != first


def test_a_picture_with_a_style_is_refused() -> None:
    with pytest.raises(charts.StyledPicture):
        charts.in_tokens('<svg width="1" height="1"><g style="fill:red"></g></svg>')


def test_an_empty_chart_is_still_a_picture() -> None:
    empty = charts.bars(title="None", sub="", name="e", label="Way", value="Applications", rows=[])
    assert "<svg" in empty.picture
