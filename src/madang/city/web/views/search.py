"""The one search box: every system's answers, side by side."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from madang.city.kernel.registries.search import sources
from madang.city.kernel.text.languages import text_key
from madang.city.look.parts import Row

HITS_PER_SOURCE = 8
LONGEST_QUERY = 300


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show what each system knows about the words."""
    query = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_QUERY]
    groups = []
    for source in sources() if query else ():
        hits = source.search(query, text_key(), HITS_PER_SOURCE)
        if hits:
            groups.append({"label": source.label, "rows": [Row(hit.title, hit.url, hit.summary) for hit in hits]})
    return render(request, "web/search.html", {"query": query, "groups": groups})
