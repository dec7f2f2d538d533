"""Finding among 50,000 data sets, and 4,000 of them as Turtle.

    python bench/catalogue.py [--datasets 50000] [--turtle 4000] [--requests 300]

The catalogue lies in a database of its own, in three languages. Every kind of question is asked in its own words each time, no
counts kept from one to the next; SQL included, one request at a time; CPU is that of the process and of the database's together. Limits: p95 of all searches together at most 50 ms; Turtle
at most 10 s and 200 MB more memory. Exit code 1 where one is missed. Peers need Solr (CKAN) or Elasticsearch for it.
"""

import argparse
import os
import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

MOST_MS, MOST_TURTLE_SECONDS, MOST_TURTLE_MB = 50.0, 10.0, 200.0
WARM_UP = 5
LANGUAGES = ("en", "ko", "zh")
Ask = Callable[[random.Random], Any]


def kinds() -> dict[str, Ask]:
    """Return what is asked, by kind: the words are drawn anew each time."""
    from _shelf import FORMATS, KINDS, PLACES, THEMES, THINGS

    from madang.city.opendata.queries.catalogue import Wanted

    def said(rng: random.Random, *parts: Any) -> tuple[str, str]:
        place = rng.randrange(3)
        return " ".join(rng.choice(part)[place] for part in parts), LANGUAGES[place]

    def words(*parts: Any, **more: Any) -> Ask:
        def ask(rng: random.Random) -> Wanted:
            q, lang = said(rng, *parts)
            return Wanted(q=q, lang=lang, **{name: rng.choice(values) for name, values in more.items()})

        return ask

    def half(rng: random.Random) -> Wanted:
        q, lang = said(rng, THINGS, PLACES)
        return Wanted(q=q[: rng.randrange(2, len(q))], lang=lang)

    def slip(rng: random.Random) -> Wanted:
        word = rng.choice(THINGS)[0].split()[0].lower()
        at = rng.randrange(1, len(word))
        return Wanted(q=word[:at] + "x" + word[at + 1 :])

    sorts, formats = ("newest", "use", "title"), [one for some in FORMATS for one in some]
    return {
        "a thing": words(THINGS),
        "thing, how, kind": words(THINGS, PLACES, KINDS),
        "a common word": words(KINDS),
        "half a word": half,
        "with a theme": words(THINGS, theme=THEMES),
        "with a format": words(KINDS, format=formats),
        "another order": words(THINGS, sort=sorts),
        "only a theme": lambda rng: Wanted(theme=rng.choice(THEMES), sort=rng.choice(sorts)),
        "everything": lambda rng: Wanted(lang=rng.choice(LANGUAGES), sort=rng.choice(sorts)),
        "a mistyped word": slip,
    }


def searches(requests: int) -> bool:
    """Print the time of every kind of search; tell whether p95 over all of them keeps the limit."""
    from django.core.cache import cache

    from madang.city.opendata.queries.catalogue import find, suggest

    everything: list[float] = []
    print(f"{'search':<20}{'found':>9}{'CPU ms':>9}{'p50 ms':>9}{'p95 ms':>9}{'worst':>9}")
    asked = dict(kinds())
    for name, draw in {**asked, "while typing": asked["half a word"]}.items():
        rng, taken, sizes, busy = random.Random(name), [], [], 0.0
        for number in range(WARM_UP + requests):
            busy = cpu_ms() if number == WARM_UP else busy
            wanted = draw(rng)
            cache.clear()
            start = time.perf_counter()
            found = suggest(wanted.q, wanted.lang) if name == "while typing" else find(wanted)
            if number >= WARM_UP:
                taken.append((time.perf_counter() - start) * 1000)
                sizes.append(len(found) if isinstance(found, tuple) else found.total)
        everything += taken
        busy = (cpu_ms() - busy) / requests
        print(
            f"{name:<20}{statistics.median(sizes):>9,.0f}{busy:>9.1f}{statistics.median(taken):>9.1f}{late(taken):>9.1f}{max(taken):>9.1f}"
        )
    whole = late(everything)
    print(
        f"{'all together':<38}{statistics.median(everything):>9.1f}{whole:>9.1f}{max(everything):>9.1f}  limit {MOST_MS:.0f} ms, ratio {whole / MOST_MS:.2f}"
    )
    return whole <= MOST_MS


def cpu_ms() -> float:
    """Return the CPU time used so far by this process and by its connection's server process, which counts in steps of 10 ms."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    ticks = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[11:13]
    return time.process_time() * 1000 + sum(map(int, ticks)) * 1000 / os.sysconf("SC_CLK_TCK")


def late(taken: list[float]) -> float:
    """Return the 95th percentile."""
    return sorted(taken)[min(len(taken) - 1, int(len(taken) * 0.95))]


def turtle() -> bool:
    """Print time and memory of the whole catalogue as Turtle, streamed; tell whether both limits hold."""
    from madang.city.kernel import clock
    from madang.city.opendata.queries import export

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    start, size = time.perf_counter(), 0
    for part in export.catalogue("ttl", clock.now()):
        size += len(part.encode())
    taken, more = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 - before
    print(f"Turtle: {size / 1e6:.1f} MB in {taken:.1f} s (limit {MOST_TURTLE_SECONDS:.0f} s, ratio {taken / MOST_TURTLE_SECONDS:.2f}), "
          f"{more:.0f} MB more memory (limit {MOST_TURTLE_MB:.0f} MB, ratio {more / MOST_TURTLE_MB:.2f})")  # fmt: skip
    return taken <= MOST_TURTLE_SECONDS and more <= MOST_TURTLE_MB


def run(part: str, count: int, requests: int) -> bool:
    """Fill the database of this process, then measure one part."""
    from _shelf import fill

    from madang.city.kernel import clock

    def told(done: int, total: int) -> None:
        print(f"\r  {done:,} of {total:,} data sets", end="", file=sys.stderr, flush=True)

    began = time.perf_counter()
    fill(count, now=clock.now(), progress=told)
    print(f"\r{count:,} data sets filled in {time.perf_counter() - began:.0f} s   ", file=sys.stderr)
    return searches(requests) if part == "search" else turtle()


def set_up() -> None:
    """Start Django and lay out an empty database."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "madang.city.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--datasets", type=int, default=50_000)
    parser.add_argument("--turtle", type=int, default=4_000)
    parser.add_argument("--requests", type=int, default=100)
    parser.add_argument("--part", choices=("search", "turtle"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.part:
        set_up()
        return 0 if run(asked.part, asked.datasets, asked.requests) else 1
    import _site

    results = []
    for part, count in (("search", asked.datasets), ("turtle", asked.turtle)):
        with _site.fresh_folder() as folder, _site.database(folder):
            words = [sys.executable, __file__, "--part", part, "--datasets", str(count), "--requests", str(asked.requests)]
            results.append(subprocess.run(words, env=_site.environment(folder), check=False).returncode)
    return max(results)


if __name__ == "__main__":
    sys.exit(main())
