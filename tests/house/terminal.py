"""A terminal at which several commands are given one after the other.

Loading the site takes longer than most commands: one process loads it, and each command is a copy of that process.
"""

import contextlib
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[2]
Given = Callable[..., subprocess.CompletedProcess[str]]
LOADED = """
import json, os, signal, sys
from madang.city.cli import main
from madang.city.cli.frame import set_up
set_up()
for line in sys.stdin:
    given = json.loads(line)
    if not (copy := os.fork()):
        os.dup2(os.open(given["out"], os.O_WRONLY), 1)
        os.dup2(os.open(given["err"], os.O_WRONLY), 2)
        signal.alarm(300)
        os.environ.update(given["more"])
        if "script" in given:
            exec(given["script"], {})
            sys.exit()
        sys.argv = ["madang", *given["words"]]
        main()
    print(os.waitstatus_to_exitcode(os.waitpid(copy, 0)[1]), flush=True)
"""


@contextlib.contextmanager
def terminal(environment: dict[str, str]) -> Iterator[Given]:
    """Yield a function that gives a command (its words, or ``script=`` for a Python program) and returns what came of it.

    environment  what the process finds around it; ``more=`` adds to that for one command, after the settings are read
    """
    loaded = subprocess.Popen(
        [sys.executable, "-c", LOADED], env=environment, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with TemporaryDirectory() as name, loaded:
        out, err = Path(name) / "out", Path(name) / "err"

        def give(*words: str, more: dict[str, str] | None = None, script: str = "") -> subprocess.CompletedProcess[str]:
            out.write_text("")
            err.write_text("")
            what = {"script": script} if script else {"words": words}
            loaded.stdin.write(json.dumps({"out": str(out), "err": str(err), "more": more or {}, **what}) + "\n")
            loaded.stdin.flush()
            code = int(loaded.stdout.readline())
            return subprocess.CompletedProcess(words, code, out.read_text(), err.read_text())

        yield give
