"""Markdown of residents, made safe: no HTML, no scripts, no pictures from elsewhere, links that vouch for nothing."""

import html
import re

import nh3
from markdown_it import MarkdownIt

TAGS = frozenset({"p", "br", "strong", "em", "ul", "ol", "li", "blockquote", "a", "code", "pre", "h3", "h4", "h5", "h6", "hr"})
_markdown = MarkdownIt("commonmark", {"html": False}).disable("image")
_LOWER = {f"h{level}": f"h{min(level + 2, 6)}" for level in range(1, 7)}
_ENDS = re.compile(r"</(?:p|li|h\d|pre|blockquote)>|<br>|<hr>")


def as_html(text: str) -> str:
    """Return Markdown as HTML that may stand on any page: headings begin below the page's own, links are ``nofollow ugc``."""
    tokens = _markdown.parse(text)
    for token in tokens:
        token.tag = _LOWER.get(token.tag, token.tag)
    return nh3.clean(
        _markdown.renderer.render(tokens, _markdown.options, {}),
        tags=set(TAGS),
        attributes={"*": set(), "a": {"href"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow ugc noopener noreferrer",
    )


def plain(text: str) -> str:
    """Return the words of Markdown without marks, on one line: for search, mails and excerpts."""
    parts = _ENDS.sub(" ", as_html(text))
    return " ".join(html.unescape(nh3.clean(parts, tags=set())).split())


def excerpt(text: str, length: int = 160) -> str:
    """Return the beginning of Markdown's words, cut between words where there are any."""
    whole = plain(text)
    if len(whole) <= length:
        return whole
    cut = whole[:length]
    head, blank, _ = cut.rpartition(" ")
    return (head if blank and len(head) > length // 2 else cut).rstrip() + "…"
