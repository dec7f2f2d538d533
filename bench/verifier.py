"""The independent verifier on a whole public file: seconds from the command line to the last sentence.

    python bench/verifier.py [--ballots 131778] [--seed 7] [--without-openssl]

The file is that of a secret vote with as many ballots as Wroclaw's participatory budget had in 2015, each with a token signed by a key of
3072 bits (signing them takes longer than checking: a minute or two), counted twice: by approval of up to 5 of 160 options, and
as a ranking of 10 by instant run-off. The verifier is started as anybody would start it, in a bare Python without any package.
Its time is also told where Python brings no OpenSSL that can be reached (``pow`` does the powers then); no limit is set for that.

Exit code 1 if the verifier finds anything wrong, or takes longer than 10 s on two processors (in proportion for more ballots).
Peers: none has a verifier of one file; belenios-tool, electionguard-verifier and the Swiss Post verifier are programs with builds of their own.
"""

import argparse
import os
import random
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

import _site
import _tokens
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from madang.urban.ballots import counting, log, public_file, records
from madang.urban.ballots.profiles import Approvals, Rankings

SECONDS, AT_BALLOTS = 10.0, 131_778
VOTE, ORIGIN = "MD-BENCH-01", "bench.example/votes/MD-BENCH-01"
PROGRAM = _site.ROOT / "src/madang/urban/ballots/verifier.py"
BARE = [sys.executable, "-I", "-S"]
WITHOUT = (
    "import runpy, sys; sys.modules['_ssl'] = None; sys.argv = sys.argv[1:]; runpy.run_path(sys.argv[0], run_name='__main__')"
)


def approval(dice: random.Random, ballots: int) -> tuple[dict[str, Any], list[Any], Any]:
    weights = [1 / place for place in range(1, 161)]
    choices = [sorted(set(dice.choices(range(1, 161), weights, k=5))) for _ in range(ballots)]
    outcome = counting.count(Approvals.from_ballots(160, ((1, choice) for choice in choices)), counting.Rule.APPROVAL, seed="7")
    return terms("approval", "approval", 160, maximum=5), choices, outcome


def ranking(dice: random.Random, ballots: int) -> tuple[dict[str, Any], list[Any], Any]:
    choices = [[[one] for one in dice.sample(range(1, 11), dice.randint(1, 10))] for _ in range(ballots)]
    outcome = counting.count(Rankings.from_ballots(10, ((1, choice) for choice in choices)), counting.Rule.IRV, seed="7")
    return terms("ranking", "irv", 10, maximum=10), choices, outcome


def terms(kind: str, rule: str, options: int, maximum: int) -> dict[str, Any]:
    names = [{"en": f"Option {number}"} for number in range(1, options + 1)]
    given = {"id": VOTE, "question": {"en": "Which?"}, "kind": kind, "rule": rule, "seats": 1, "options": names, "ties": "seed:7"}
    return given | {"minimum": 1, "maximum": maximum, "most_points": 0}


def written(path: Path, vote: dict[str, Any], cast: list[bytes], outcome: Any, key: rsa.RSAPrivateKey) -> None:
    spki = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    fixed = public_file.Terms(vote, len(cast) + 1, spki)
    cast.sort(key=log.leaf_hash)
    leaves = [log.leaf_hash(fixed.entry()), *map(log.leaf_hash, cast)]
    log_key = ed25519.Ed25519PrivateKey.generate()
    public = log_key.public_key().public_bytes_raw()
    text = log.checkpoint(ORIGIN, len(leaves), log.root(len(leaves), log.grown(0, {}, leaves)))
    note = log.signed_note(text, ORIGIN, public, log_key.sign(text.encode()))
    result = public_file.result(outcome.winners, outcome)
    head = public_file.Head(fixed, len(cast), (), ORIGIN, log.verifier_key(ORIGIN, public), note, result)
    with path.open("w", encoding="utf-8") as file:
        file.writelines(public_file.lines(head, leaves, cast))


def measured(what: str, command: list[str], limit: float | None) -> bool:
    """Run the verifier; print what it took, and tell whether all holds."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    seconds, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    share = f"({seconds / limit:.2f} of {limit:.1f})" if limit else "(no limit)"
    print(f"{what:<34}{seconds:8.2f} s {share:<16}{cpu:8.2f} CPU s{after.ru_maxrss / 1024:8.0f} MB at most in one process")
    if done.returncode:
        print(done.stdout, done.stderr, file=sys.stderr)
    return done.returncode == 0 and (limit is None or seconds <= limit)


def compared(folder: Path, ballots: int, seed: int, without_openssl: bool) -> bool:
    key = rsa.generate_private_key(65_537, 3072)
    given = list(_tokens.signed(key, VOTE, ballots))
    limit, good = max(SECONDS * ballots / AT_BALLOTS, 1.0), True
    print(f"{ballots:,} ballots, {os.cpu_count()} processors, {PROGRAM.name}: {len(PROGRAM.read_text().splitlines())} lines")
    for made in (approval, ranking):
        vote, choices, outcome = made(random.Random(seed), ballots)
        cast = [records.electronic(VOTE, choice, token) for choice, token in zip(choices, given, strict=True)]
        path = folder / f"{made.__name__}.json"
        written(path, vote, cast, outcome, key)
        print(f"{path.name}: {path.stat().st_size / 1e6:.0f} MB")
        good &= measured(f"{made.__name__}", [*BARE, str(PROGRAM), str(path)], limit)
        if without_openssl:
            good &= measured(f"{made.__name__}, without OpenSSL", [*BARE, "-c", WITHOUT, str(PROGRAM), str(path)], None)
    return good


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ballots", type=int, default=AT_BALLOTS)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--without-openssl", action=argparse.BooleanOptionalAction, default=True)
    options = parser.parse_args()
    with _site.fresh_folder() as folder:
        return 0 if compared(folder, options.ballots, options.seed, options.without_openssl) else 1


if __name__ == "__main__":
    sys.exit(main())
