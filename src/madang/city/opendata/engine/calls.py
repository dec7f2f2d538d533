"""The filter of system calls for processes that run anybody's SQL, as a program for the kernel (classic BPF).

Source: seccomp(2); numbers from Linux' unistd tables of the two machines that are named here.
"""

import struct
from collections.abc import Mapping

_REFUSE = 0x00050000 | 1  # SECCOMP_RET_ERRNO with EPERM
_NO_SUCH_CALL = 0x00050000 | 38  # with ENOSYS
_ALLOW, _KILL = 0x7FFF0000, 0x80000000
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER, _MACHINE, _FIRST, _SECOND, _THIRD = 0, 4, 16, 24, 32
_WRITING = 0o1 | 0o2 | 0o100 | 0o1000 | 0o20200000  # O_WRONLY, O_RDWR, O_CREAT, O_TRUNC, O_TMPFILE
_CLONE_THREAD = 0x00010000
_X32 = 0x40000000

# Reaching out, starting programs, looking into other processes, changing files, the kernel itself, new name spaces.
_X86_64 = (
    41, 42, 43, 49, 50, 53, 288,  # socket, connect, accept, bind, listen, socketpair, accept4
    57, 58, 59, 322,  # fork, vfork, execve, execveat
    101, 310, 311, 312, 438, 62, 200, 424, 129, 297,  # tracing, signals to others
    76, 77, 82, 83, 84, 85, 86, 87, 88, 90, 91, 92, 93, 94, 132, 133, 161, 165, 166, 188, 189, 235, 258, 259, 260, 261, 263, 264,
    265, 266, 268, 280, 316,  # truncate ... renameat2: no file is made, changed or renamed
    155, 272, 308, 175, 313, 176, 246, 320, 321, 298, 323, 248, 249, 250, 425, 426, 427, 437, 304, 434, 447,
    428, 429, 430, 431, 432, 433, 442,  # mounts
)  # fmt: skip
_AARCH64 = (
    198, 199, 200, 201, 202, 203, 242, 221, 281, 117, 270, 271, 272, 438, 129, 130, 424, 138, 240,
    33, 34, 35, 36, 37, 38, 39, 40, 41, 45, 46, 51, 52, 53, 54, 55, 5, 6, 88, 276, 97, 268, 105, 273, 106, 104, 294, 280, 241,
    282, 217, 218, 219, 425, 426, 427, 437, 265, 434, 447, 428, 429, 430, 431, 432, 433, 442,
)  # fmt: skip
_MACHINES: Mapping[str, tuple[int, tuple[int, ...], int, int, int]] = {
    # audit number, refused calls, openat, clone, tgkill
    "x86_64": (0xC000003E, _X86_64, 257, 56, 234),
    "aarch64": (0xC00000B7, _AARCH64, 56, 220, 131),
}
_OPEN = {"x86_64": 2}  # the other machine never had it
_CLONE3 = 435  # its flags lie in memory, out of the filter's sight: "there is no such call" makes the C library take clone


def filter_program(machine: str, process: int) -> bytes | None:
    """Return the filter for ``machine`` (as ``uname -m`` names it), None where its calls are not known.

    process  the one that it is for: a signal may go to its own threads only (that is how a program aborts)
    """
    if machine not in _MACHINES:
        return None
    audit, refused, openat, clone, tgkill = _MACHINES[machine]
    steps = [
        _step(_LOAD, 0, 0, _MACHINE), _step(_EQUAL, 1, 0, audit), _step(_RETURN, 0, 0, _KILL),
        _step(_LOAD, 0, 0, _NUMBER), _step(_AT_LEAST, 0, 1, _X32), _step(_RETURN, 0, 0, _REFUSE),
    ]  # fmt: skip
    for number in dict.fromkeys(refused):
        steps += [_step(_EQUAL, 0, 1, number), _step(_RETURN, 0, 0, _REFUSE)]
    steps += [_step(_EQUAL, 0, 1, _CLONE3), _step(_RETURN, 0, 0, _NO_SUCH_CALL)]
    if machine in _OPEN:
        steps += _judged(_OPEN[machine], _SECOND, _step(_ANY_BIT, 0, 1, _WRITING))
    steps += _judged(openat, _THIRD, _step(_ANY_BIT, 0, 1, _WRITING))
    steps += _judged(clone, _FIRST, _step(_ANY_BIT, 1, 0, _CLONE_THREAD))
    steps += _judged(tgkill, _FIRST, _step(_EQUAL, 1, 0, process))
    steps.append(_step(_RETURN, 0, 0, _ALLOW))
    return b"".join(steps)


def _judged(number: int, argument: int, judge: bytes) -> list[bytes]:
    """Return steps that refuse the call ``number`` unless ``judge`` jumps over the refusal."""
    return [
        _step(_EQUAL, 0, 4, number), _step(_LOAD, 0, 0, argument), judge, _step(_RETURN, 0, 0, _REFUSE),
        _step(_RETURN, 0, 0, _ALLOW),
    ]  # fmt: skip


def _step(code: int, if_true: int, if_false: int, value: int) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value)
