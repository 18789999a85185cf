"""The columns of the ledger: what each is called, what kind of value it holds and to which part of the life it belongs.

Each has a name and a definition of one sentence, which the page shows: `ledger_column.NAME` and `ledger_means.NAME` of the
catalogues, in both languages. What is a figure (`is_figure`) is a code, a number, a day or a moment: neither words of
people nor who they are, so that whatever keeps figures may copy it and keep it after the file is destroyed. Never a figure
are texts and members of staff.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ValueKind(StrEnum):
    """What a column holds; None in any of them where there is nothing on record.

    `codes` is a tuple of codes, `flag` True or False, `number` an int, `day` a Beijing day, `moment` an aware moment, `text`
    words of no person (a case's number), `staff` a login.
    """

    CODE = "code"
    CODES = "codes"
    FLAG = "flag"
    NUMBER = "number"
    DAY = "day"
    MOMENT = "moment"
    TEXT = "text"
    STAFF = "staff"


class LedgerPart(StrEnum):
    """The part of the life of a complaint (受理, 调查, 处理, 反馈, 回访)."""

    ACCEPTANCE = "acceptance"
    INVESTIGATION = "investigation"
    DISPOSAL = "disposal"
    FEEDBACK = "feedback"
    RETURN_VISIT = "return_visit"


# Codes of the office itself: their names are rows of its tables, no texts of the catalogues.
UNIT, WINDOW, ITEM, CAUSE = "unit", "window", "item", "cause"
_NO_FIGURES = frozenset({ValueKind.TEXT, ValueKind.STAFF})


@dataclass(frozen=True, slots=True)
class LedgerColumn:
    """One column. `words` of a code is how the catalogues call its kind, or UNIT, WINDOW, ITEM or CAUSE of the office."""

    name: str
    part: LedgerPart
    kind: ValueKind
    words: str | None = None

    @property
    def is_figure(self) -> bool:
        """Whether it holds codes, numbers and dates alone."""
        return self.kind not in _NO_FIGURES


def _code(name: str, words: str) -> tuple[str, ValueKind, str | None]:
    return name, ValueKind.CODE, words


def _codes(name: str, words: str) -> tuple[str, ValueKind, str | None]:
    return name, ValueKind.CODES, words


def _flag(name: str) -> tuple[str, ValueKind, str | None]:
    return name, ValueKind.FLAG, "yes_no"


def _number(name: str) -> tuple[str, ValueKind, str | None]:
    return name, ValueKind.NUMBER, None


def _day(name: str) -> tuple[str, ValueKind, str | None]:
    return name, ValueKind.DAY, None


def _moment(name: str) -> tuple[str, ValueKind, str | None]:
    return name, ValueKind.MOMENT, None


def _text(name: str) -> tuple[str, ValueKind, str | None]:
    return name, ValueKind.TEXT, None


_BY_PART: dict[LedgerPart, tuple[tuple[str, ValueKind, str | None], ...]] = {
    LedgerPart.ACCEPTANCE: (
        _text("number"),
        _code("origin", "ledger_origin"),
        _code("stage", "stage"),
        _moment("received_at"),
        _day("received_on"),
        _number("received_hour"),
        _code("received_weekday", "weekday"),
        _code("channel", "channel"),
        _code("identity_kind", "identity_kind"),
        _code("category", "category"),
        _codes("matter_categories", "category"),
        _number("matters"),
        _number("claims"),
        _code("complexity", "complexity"),
        _code("severity", "severity"),
        _code("route", "route"),
        _flag("is_urgent"),
        _number("times_urged"),
        _codes("respondent_units", UNIT),
        _codes("windows", WINDOW),
        _codes("items", ITEM),
        _code("handling_unit", UNIT),
        ("handler", ValueKind.STAFF, None),
        _day("decided_on"),
        _day("accepted_on"),
        _codes("decisions", "decision"),
        _code("outcome", "outcome"),
        _codes("refusal_grounds", "nonaccept_ground"),
        _number("times_referred"),
        _codes("referred_to", UNIT),
        _number("times_returned"),
        _number("times_materials_asked"),
        _flag("is_repeat"),
        _text("merged_into"),
        _code("group_part", "ledger_group"),
        _text("group_leading"),
        _flag("counts_once"),
    ),
    LedgerPart.INVESTIGATION: (
        _codes("methods", "method"),
        _number("acts"),
        _number("entrustments"),
        _number("further_turns"),
        _code("finding", "finding"),
        _codes("findings", "finding"),
        _code("cause_coding", "cause_coding"),
        _codes("cause_roots", "cause_root"),
        _codes("main_causes", CAUSE),
        _codes("causes", CAUSE),
        _day("found_on"),
        _number("pauses"),
        _number("paused_workdays"),
        _number("extensions"),
        _number("extended_workdays"),
        _number("supervisions"),
    ),
    LedgerPart.DISPOSAL: (
        _codes("disposals", "disposal"),
        _number("measures"),
        _codes("improvement_areas", "area"),
        _number("rectification_orders"),
        _number("rectifications_done"),
        _number("discipline_transfers"),
        _flag("is_apologised"),
        _day("approved_on"),
        _flag("needs_improvement"),
        _code("improvement_unit", UNIT),
    ),
    LedgerPart.FEEDBACK: (
        _number("interim_answers"),
        _day("interim_answered_on"),
        _day("answered_on"),
        _codes("answered_by", "way"),
        _day("delivered_on"),
        _day("last_answered_on"),
        _moment("answer_due_at"),
        _code("lateness", "lateness"),
        _number("late_workdays"),
        _number("used_workdays"),
        _number("used_days"),
    ),
    LedgerPart.RETURN_VISIT: (
        _day("visited_on"),
        _code("visit_result", "visit_result"),
        _flag("is_reached"),
        _number("rating"),
        _code("evaluation", "evaluation"),
        _flag("is_solved"),
        _number("times_redone"),
        _number("times_reopened"),
        _number("reviews"),
        _code("review_outcome", "review_outcome"),
        _number("refused_reviews"),
        _number("outside_reviews"),
        _code("outside_outcome", "outside_outcome"),
        _flag("is_withdrawn"),
        _day("withdrawn_on"),
        _moment("closed_at"),
        _day("closed_on"),
        _code("closed_how", "outcome"),
    ),
}
# In the order of the life of a complaint: the first columns of a table are its first part.
LEDGER_COLUMNS: tuple[LedgerColumn, ...] = tuple(
    LedgerColumn(name, part, kind, words)
    for part, columns in _BY_PART.items()
    for name, kind, words in columns
)
COLUMN_OF: dict[str, LedgerColumn] = {column.name: column for column in LEDGER_COLUMNS}
