"""One household over 1,000 rules in at most 50 ms, beside cel-python. Run: python bench/eligibility.py [--quick]"""

from __future__ import annotations

import dataclasses
import os
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime

import celpy
from celpy.adapter import json_to_cel
from celpy.celtypes import TimestampType

from madang.city.portal.definitions import ServiceDefinition
from madang.city.portal.definitions.cel import compile_expression
from madang.city.portal.definitions.eligibility import eligibility, facts_of
from madang.city.portal.definitions.model import Channels, Condition, Cost, Status

PATTERNS = (
    "resident.age >= {0} && resident.lives_in_city",
    "household.income_monthly_minor < {1} || household.receives_basic_support",
    "household.child_ages.exists(age, age < {0})",
    "resident.work in ['unemployed', 'none'] && resident.months_in_city >= {0}",
    "resident.disability_level == 'severe' || resident.age > {0} && !resident.drives",
    "household.adults + household.children >= {0} ? household.rent_monthly_minor > {1} : household.tenure == 'tenant'",
    "size(household.child_ages) >= {0} && household.child_ages.all(age, age < 18)",
    "household.rent_monthly_minor * 100 / household.income_monthly_minor > {0}",
)
HOUSEHOLD = {
    "resident": {
        "age": 41, "lives_in_city": True, "work": "employed", "months_in_city": 60, "disability_level": "none", "drives": True,
    },
    "household": {
        "income_monthly_minor": 3_100_000, "receives_basic_support": False, "child_ages": [4, 9, 16], "adults": 2, "children": 3,
        "rent_monthly_minor": 700_000, "tenure": "tenant",
    },
    "today": datetime(2026, 3, 1, tzinfo=UTC),
}  # fmt: skip


def rules(count: int) -> list[str]:
    """Return rules of eight shapes, each with its own numbers."""
    return [PATTERNS[number % len(PATTERNS)].format(number % 70, 1_000_000 + number * 1_000) for number in range(count)]


def service(number: int, sources: list[str]) -> ServiceDefinition:
    """Return a service with these rules as its conditions."""
    conditions = tuple(Condition(id=f"c{index}", rule=source, text={"en": source}) for index, source in enumerate(sources))
    texts = {"en": f"Service {number}"}
    return ServiceDefinition(
        id=f"service-{number}", version=1, status=Status.LIVE, title=texts, summary=texts, authority="welfare", topics=("money",),
        audience=("residents",), channels=Channels(web=True), cost=Cost(), words={}, eligibility=conditions,
    )  # fmt: skip


def milliseconds(run: Callable[[], object], times: int) -> tuple[float, float]:
    """Return median and worst milliseconds of processor time of a run: one process computes, nothing waits."""
    taken = []
    for _ in range(times):
        started = time.process_time()
        run()
        taken.append((time.process_time() - started) * 1_000)
    return statistics.median(taken), max(taken)


def main() -> None:
    quick = "--quick" in sys.argv
    sources = rules(1_000)
    times = 5 if quick else 50
    services = [service(number, sources[number * 4 : number * 4 + 4]) for number in range(250)]
    started = time.perf_counter()
    for source in sources:
        compile_expression(source)
    compiled = (time.perf_counter() - started) * 1_000
    known = facts_of(HOUSEHOLD)
    unknown = facts_of({"resident": {"age": 41}, "today": HOUSEHOLD["today"]})
    ours, worst = milliseconds(lambda: [eligibility(one, known) for one in services], times)
    open_case, _ = milliseconds(lambda: [eligibility(one, unknown) for one in services], times)
    one_each = [
        dataclasses.replace(services[0], id=f"s{i}", eligibility=(Condition(id="c", rule=s, text={}),))
        for i, s in enumerate(sources)
    ]
    thousand, _ = milliseconds(lambda: [eligibility(one, known) for one in one_each], times)
    peer, agree = with_cel_python(sources, known, 1 if quick else 3)
    print(f"{'what':62} | {'measured':>10} | {'limit':>8} | ratio to cel-python")
    for what, measured, limit in (
        ("one household over 1,000 rules (250 services), median", ours, "50 ms"),
        ("the same, worst of the runs", worst, "50 ms"),
        ("the same, most facts unknown", open_case, "50 ms"),
        ("one household over 1,000 services of one rule each", thousand, "50 ms"),
        ("cel-python over the same 1,000 rules, programs made once", peer, "-"),
    ):
        print(f"{what:62} | {measured:7.2f} ms | {limit:>8} | {measured / peer:.4f}")
    print(f"{'compile the 1,000 rules, once per definition':62} | {compiled:7.0f} ms | {'-':>8} | -")
    print(f"the same answer as cel-python in {agree} of 1,000 rules")
    print(
        f"{len(os.sched_getaffinity(0))} processors; load average {os.getloadavg()[0]:.1f}; times are of this process's processor"
    )


def with_cel_python(sources: list[str], facts: dict[str, object], times: int) -> tuple[float, int]:
    """Return cel-python's milliseconds for all rules and how many of its answers are ours."""
    environment = celpy.Environment()
    programs = [environment.program(environment.compile(source)) for source in sources]
    context = {
        "resident": json_to_cel(HOUSEHOLD["resident"]),
        "household": json_to_cel(HOUSEHOLD["household"]),
        "today": TimestampType(HOUSEHOLD["today"]),
    }
    median, _ = milliseconds(lambda: [program.evaluate(context) for program in programs], times)
    agree = sum(
        bool(program.evaluate(context)) is compile_expression(source).value(facts)
        for program, source in zip(programs, sources, strict=True)
    )
    return median, agree


if __name__ == "__main__":
    main()
