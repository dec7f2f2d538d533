"""What a form means, without a page: which questions apply, what an answer may be, what is missing, what it all says."""

from .limits import check_files, check_value, day_of
from .summary import Row, StepSummary, answer_text, localised, summary
from .values import ERROR_KEYS, FieldError, FileMeta, Problem, Validated
from .walking import (
    Walked,
    all_facts,
    evidence_needed,
    fee,
    fields_now,
    incomplete_steps,
    prefill,
    pruned,
    validate,
    walk,
)  # fmt: skip

__all__ = [
    "ERROR_KEYS", "FieldError", "FileMeta", "Problem", "Row", "StepSummary", "Validated", "Walked", "all_facts", "answer_text",
    "check_files", "check_value", "day_of", "evidence_needed", "fee", "fields_now", "incomplete_steps", "localised",
    "prefill", "pruned", "summary", "validate", "walk",
]  # fmt: skip
