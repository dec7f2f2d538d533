"""Confines the present process: what somebody's SQL may do at most, kept by the kernel and not by DuckDB.

Each measure stands alone, so that one that this kernel lacks leaves the others: ``confine`` returns which of them apply.
Order matters: what needs rights comes first, the filter of system calls last.
Sources: prctl(2), seccomp(2), landlock(7), getrlimit(2), user_namespaces(7).
"""

import contextlib
import ctypes
import os
import platform
import resource
import signal
from collections.abc import Sequence

from madang.city.opendata.engine.calls import filter_program

PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS = 1, 4, 22, 38
CLONE_NEWUSER, CLONE_NEWNET, CLONE_NEWIPC = 0x10000000, 0x40000000, 0x08000000
LANDLOCK_CREATE, LANDLOCK_ADD, LANDLOCK_RESTRICT = 444, 445, 446
LANDLOCK_FILES = (1 << 13) - 1  # every right of the first version: execute, write, read, list, remove, make
LANDLOCK_READ_FILE = 1 << 2
NOBODY = 65_534
_MOST_OPEN = 256
_libc = ctypes.CDLL(None, use_errno=True)


def die_with_parent() -> None:
    """Ask the kernel to kill this process once its parent is gone."""
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def limit_memory(count: int) -> None:
    """Let this process take ``count`` bytes of address space beyond what it has; it leaves no core dump."""
    most = _address_space() + count
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def limit_use(*, cpu_seconds: int) -> None:
    """Limit this process' processor time and open files; it may write no file."""
    limits = ((resource.RLIMIT_CPU, cpu_seconds), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_NOFILE, _MOST_OPEN))
    for name, most in limits:
        resource.setrlimit(name, (most, most))


def confine(readable: Sequence[int]) -> list[str]:
    """Take from this process what it needs no more; ``readable``: descriptors of the only files that it may open again.

    Returns the measures that hold here: uid, network, no-new-privileges, files, calls.
    """
    measures = []
    if _leave_network():
        measures.append("network")
    if _become_nobody():
        measures.append("uid")
    if _libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0:
        measures.append("no-new-privileges")
        if _only_files(readable):
            measures.append("files")
        if _only_calls():
            measures.append("calls")
    return measures


def _address_space() -> int:
    with open("/proc/self/statm") as told:
        return int(told.read().split()[0]) * resource.getpagesize()


def _leave_network() -> bool:
    spaces = CLONE_NEWNET | CLONE_NEWIPC
    return bool(_libc.unshare(spaces if os.geteuid() == 0 else spaces | CLONE_NEWUSER) == 0)


def _become_nobody() -> bool:
    """Take another user's rights where we are root. The descriptors that are open stay readable under /proc/self/fd."""
    if os.geteuid() != 0:
        return False
    os.setgroups([])
    os.setresgid(NOBODY, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, NOBODY)
    _libc.prctl(PR_SET_DUMPABLE, 1, 0, 0, 0)  # else /proc/self belongs to root; tracing is refused by the filter of calls
    die_with_parent()  # a change of user forgets it
    return True


class _Ruleset(ctypes.Structure):
    _fields_ = [("files", ctypes.c_uint64)]


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = [("rights", ctypes.c_uint64), ("parent", ctypes.c_int32)]


def _only_files(readable: Sequence[int]) -> bool:
    """Let this process open nothing but the files behind ``readable``, and those only for reading (Landlock)."""
    asked = _Ruleset(LANDLOCK_FILES)
    rules = _libc.syscall(LANDLOCK_CREATE, ctypes.byref(asked), ctypes.c_size_t(8), ctypes.c_uint32(0))
    if rules < 0:
        return False
    try:
        for descriptor in readable:
            rule = _Beneath(LANDLOCK_READ_FILE, descriptor)
            if _libc.syscall(LANDLOCK_ADD, rules, 1, ctypes.byref(rule), ctypes.c_uint32(0)) != 0:
                return False
        return bool(_libc.syscall(LANDLOCK_RESTRICT, rules, ctypes.c_uint32(0)) == 0)
    finally:
        os.close(rules)


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("steps", ctypes.c_char_p)]


def _only_calls() -> bool:
    """Refuse the system calls that answering needs not (seccomp)."""
    steps = filter_program(platform.machine(), os.getpid())
    if steps is None:
        return False
    kept = ctypes.create_string_buffer(steps, len(steps))
    program = _Program(len(steps) // 8, ctypes.cast(kept, ctypes.c_char_p))
    return bool(_libc.prctl(PR_SET_SECCOMP, 2, ctypes.byref(program), 0, 0) == 0)


def give_to_nobody(descriptor: int) -> None:
    """Make a published table's file readable for the user that runs anybody's SQL; what is published is no secret."""
    mode = os.fstat(descriptor).st_mode
    if os.geteuid() == 0 and not mode & 0o004:
        with contextlib.suppress(OSError):
            os.fchmod(descriptor, (mode & 0o777) | 0o004)
