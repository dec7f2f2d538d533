"""What is named by a text exists: every job that is enqueued, every sentence of a refusal."""

import ast
from collections.abc import Iterator
from pathlib import Path

from madang.city.kernel import jobs, refusals
from madang.city.kernel.registries import journal_verbs
from madang.city.portal.services.cases.holding import JOURNAL_VERBS

SOURCE = Path(__file__).parents[2] / "src" / "madang" / "city"


def first_texts(source: str, function: str) -> Iterator[str]:
    """Yield the first argument of each call of ``function``, or of a method of that name, where it is a plain text."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called == function and isinstance(node.args[0].value, str):
                yield node.args[0].value


def named(function: str) -> set[str]:
    """Return what the site's own code hands to ``function``."""
    files = [path for path in SOURCE.rglob("*.py") if "tests" not in path.parts]
    return {text for path in files for text in first_texts(path.read_text(), function)}


def test_every_enqueued_job_exists():
    enqueued = named("enqueue")
    assert len(enqueued) > 3
    assert enqueued - jobs.known() == set()


def test_every_refusal_has_its_sentence():
    refused = named("Refusal")
    assert len(refused) > 50
    assert refused - refusals.known_keys() == set()


def keyword_texts(source: str, keyword: str) -> Iterator[str]:
    """Yield what calls hand over as ``keyword``, where it is a plain text."""
    for node in ast.walk(ast.parse(source)):
        for one in node.keywords if isinstance(node, ast.Call) else ():
            if one.arg == keyword and isinstance(one.value, ast.Constant) and isinstance(one.value.value, str):
                yield one.value.value


def test_every_verb_of_the_journal_has_words():
    files = [path for path in SOURCE.rglob("*.py") if "tests" not in path.parts]
    written = {text for path in files for text in keyword_texts(path.read_text(), "verb")}
    written |= set(JOURNAL_VERBS.values()) | set(first_texts((SOURCE / "people/services/staff.py").read_text(), "_note"))
    assert {"read", "submitted", "appointed", "retried"} <= written
    assert written - journal_verbs.known() == set()


def test_texts_are_found_in_calls():
    source = 'jobs.enqueue("a.b", key="c")\nenqueue("d.e")\nenqueue(name)\nother("f")'
    assert list(first_texts(source, "enqueue")) == ["a.b", "d.e"]
