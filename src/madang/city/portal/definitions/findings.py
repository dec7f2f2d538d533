"""What the checker of service files says: where, what is wrong, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from .model import ServiceDefinition


class Level(StrEnum):
    """How bad a finding is: an error keeps the file from being published, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong in one file; line and column count from 1."""

    file: str
    line: int
    column: int
    level: Level
    message: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.level}: {self.message}. {self.remedy[:1].upper()}{self.remedy[1:]}"


@dataclass(frozen=True, slots=True)
class Report:
    """The result of checking a folder: findings in order of file and line, and the definitions without errors, by id."""

    findings: tuple[Finding, ...]
    definitions: dict[str, ServiceDefinition]
    files: int
    seconds: float

    @property
    def errors(self) -> int:
        """Return how many findings are errors."""
        return sum(finding.level is Level.ERROR for finding in self.findings)

    @property
    def warnings(self) -> int:
        """Return how many findings are warnings."""
        return len(self.findings) - self.errors

    def passes(self, *, strict: bool = False) -> bool:
        """Tell whether nothing stands against publication."""
        return not (self.findings if strict else self.errors)


class InvalidService(ValueError):
    """A service file that cannot be compiled; `findings` say why."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(str(finding) for finding in self.findings))


def report_lines(report: Report) -> Iterator[str]:
    """Yield a report line by line for a terminal: the findings, then the sum."""
    for finding in report.findings:
        yield str(finding)
    counted = (
        _counted(report.files, "file"),
        f"{_counted(len(report.definitions), 'service')} without errors",
        _counted(report.errors, "error"),
        _counted(report.warnings, "warning"),
    )
    yield f"{', '.join(counted)}, {report.seconds:.2f} s"


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def report_json(report: Report) -> dict[str, object]:
    """Return a report as plain data for a program."""
    findings = [
        {
            "file": one.file,
            "line": one.line,
            "column": one.column,
            "level": str(one.level),
            "message": one.message,
            "remedy": one.remedy,
        }
        for one in report.findings
    ]
    return {
        "files": report.files,
        "services": sorted(report.definitions),
        "errors": report.errors,
        "warnings": report.warnings,
        "seconds": round(report.seconds, 3),
        "findings": findings,
    }
