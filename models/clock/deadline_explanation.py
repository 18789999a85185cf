"""A deadline told day by day, for staff and complainants: every counted and skipped day with its reason."""

from datetime import date
from typing import TypedDict

from models.clock.calendar_days import WorkCalendar, days_between
from models.clock.deadline import DeadlineAnswer

COUNTED = "计入"
COUNTED_MAKEUP = "计入（调休上班）"
START_NOT_COUNTED = "收到当日不计入"
# Nothing is counted after the day on which it begins: a limit of the same day, or of hours.
SAME_DAY = "当日为限，当日计入"


class ExplainedDay(TypedDict):
    """One day of the count: whether it counts, its running number if so, and the reason."""

    date: str
    is_counted: bool
    number: int | None
    reason: str


def explain(answer: DeadlineAnswer) -> list[ExplainedDay]:
    """All days from the receipt to the due day in order, each once per role it plays."""
    days = [_left_out(day["date"], day["reason"]) for day in answer["not_counted_before_start"]]
    if answer["due_date"] == answer["effective_date"]:
        days.append(ExplainedDay(date=answer["due_date"], is_counted=True, number=1, reason=SAME_DAY))
    else:
        days.append(_left_out(answer["effective_date"], START_NOT_COUNTED))
    makeup = set(answer["counted_makeup_days"])
    counted = [
        ExplainedDay(
            date=day, is_counted=True, number=number, reason=COUNTED_MAKEUP if day in makeup else COUNTED
        )
        for number, day in enumerate(answer["counted"], start=1)
    ]
    skipped = [_left_out(day["date"], day["reason"]) for day in answer["skipped"]]
    return days + sorted(counted + skipped, key=lambda day: (day["date"], not day["is_counted"]))


def explain_more(first: int, before: date, after: date, calendar: WorkCalendar) -> list[ExplainedDay]:
    """The days by which a due day moved on, each named; the first that counts has the number `first`."""
    days: list[ExplainedDay] = []
    number = first
    for day in days_between(before, after):
        if not calendar.is_workday(day):
            days.append(_left_out(day.isoformat(), calendar.rest_reason(day)))
            continue
        reason = COUNTED_MAKEUP if calendar.is_makeup(day) else COUNTED
        days.append(ExplainedDay(date=day.isoformat(), is_counted=True, number=number, reason=reason))
        number += 1
    return days


def _left_out(day: str, reason: str) -> ExplainedDay:
    return ExplainedDay(date=day, is_counted=False, number=None, reason=reason)
