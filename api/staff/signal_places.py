"""Where in a case the record stands that a signal is about: a section of the case's file, and the row where it has one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.staff.case_sections import BY_NAME, EVIDENCE, HISTORY
from models.office.falsification_signal import FalsificationSignal

_ENTRIES, _INVESTIGATION, _ANSWERS, _LIMITS, _FORMS = "entries", "investigation", "answers", "limits", "forms"


@dataclass(frozen=True, slots=True)
class Place:
    """`section` by its name; `address` leads to the row."""

    section: str
    address: str


# By what the evidence is: the section, and what its page calls the row that the key of the signal names ("" where none is named).
PLACES: Mapping[str, tuple[str, str]] = {
    "contact_told": (_ENTRIES, "entry"),
    "act_told": (_INVESTIGATION, "act"),
    "registration_told": ("complainant", ""),
    "answer_told": (_ANSWERS, "sending"),
    "interim_told": (_ANSWERS, ""),
    "review_told": (_ANSWERS, ""),
    "extension_told": (_LIMITS, "request"),
    "correction_said_on": ("opinion", ""),
    "result_said_on": ("units", "request"),
    "filing_said_on": ("related", ""),
    "outcome_said_on": ("related", ""),
    "done_said_on": ("related", ""),
    # Where one would stand.
    "no_attempt": (_ENTRIES, ""),
    "findings_recorded": (_FORMS, ""),
    "closed": (HISTORY, ""),
    "no_item": (EVIDENCE, ""),
    "none_judged": (EVIDENCE, ""),
    "by_handler": (_ANSWERS, ""),
    "not_reached": (_ANSWERS, ""),
    "ended": (_LIMITS, "clock"),
    "was_due": (_LIMITS, ""),
    "same_burst": (_LIMITS, ""),
    "same_text": (_FORMS, ""),
    "paused": (_LIMITS, ""),
    "no_request": (_LIMITS, ""),
    "resumed_unanswered": (_LIMITS, ""),
    "asked": (_INVESTIGATION, "request"),
    "replied": (_INVESTIGATION, "request"),
    "window_ends": (_INVESTIGATION, "request"),
    "withdrawal_asked": (_ANSWERS, "request"),
    "verified_by_same": (_ANSWERS, "request"),
    "act_of_handler": (HISTORY, ""),
}
RECORDED = "recorded"


def list_places(signal: FalsificationSignal, of_other_cases: frozenset[str]) -> Sequence[Place]:
    """Of each part of its evidence, in its order; `of_other_cases` are parts whose `ref` is the case that they stand in."""
    return [_place(signal, part["what"], part["ref"], of_other_cases) for part in signal.evidence]


def _place(signal: FalsificationSignal, what: str, ref: str, of_other_cases: frozenset[str]) -> Place:
    if what == RECORDED:
        # When it was entered stands with what it tells.
        what = signal.evidence[0]["what"]
    section, row = PLACES[what]
    case = ref if what in of_other_cases else signal.complaint_id
    anchor = f"#{row}-{signal.key[1:]}" if row else f"#event-{ref}" if what == "act_of_handler" else ""
    return Place(section, f"/cases/{case}/{BY_NAME[section].place}{anchor}")
