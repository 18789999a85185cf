"""What a complaint has several of: columns of equal length, an entry at the same place of each.

Problems are the matters of a type of which it is on record how often it happened, each beside every respondent that it is
about; marks what happened in the handling. Stages are those that the complaint has left for good or for now, with the working
days that it waited there. Lost limits ended after their day, or run and are lost from their day on.
"""

from __future__ import annotations

from services.ports.figures import Held

PROBLEM_KINDS, PROBLEM_NOS = "problem_kinds", "problem_nos"
PROBLEM_UNITS, PROBLEM_ITEMS = "problem_units", "problem_items"
PROBLEM_TOLD = "problem_told"
TRUE_KINDS, TRUE_NOS, TRUE_UNITS, TRUE_ITEMS = "true_kinds", "true_nos", "true_units", "true_items"
TRUE_TOLD, TRUE_FOUND = "true_told", "true_found"
STAGES, STAGE_WORKDAYS = "stages_left", "stage_workdays"
LOST_LIMITS, LOST_WORKDAYS, LOST_FROM = "lost_limits", "lost_workdays", "lost_from"

MARKS, MARK_TIMES = "marks", "mark_times"

ENTRIES: dict[str, Held] = {
    PROBLEM_KINDS: Held.CODES,
    PROBLEM_NOS: Held.NUMBERS,
    PROBLEM_UNITS: Held.CODES,
    PROBLEM_ITEMS: Held.CODES,
    PROBLEM_TOLD: Held.NUMBERS,
    # The same of what was found true, at least in part.
    TRUE_KINDS: Held.CODES,
    TRUE_NOS: Held.NUMBERS,
    TRUE_UNITS: Held.CODES,
    TRUE_ITEMS: Held.CODES,
    TRUE_TOLD: Held.NUMBERS,
    TRUE_FOUND: Held.NUMBERS,
    # What the office itself sees in its handling, and how often (MarkAsked).
    MARKS: Held.CODES,
    MARK_TIMES: Held.NUMBERS,
    STAGES: Held.CODES,
    STAGE_WORKDAYS: Held.NUMBERS,
    LOST_LIMITS: Held.CODES,
    LOST_WORKDAYS: Held.NUMBERS,
    LOST_FROM: Held.MOMENTS,
}
