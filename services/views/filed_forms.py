"""The forms that were submitted in a case: each answer with the label its person saw, whoever made field and form."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from models.case.task import Task
from models.case.task_record import TaskRecord
from models.office.deployed_form import DeployedForm
from services.evidence.withheld_words import WithheldWords
from services.forms.field_labels import title_of
from services.office.people_names import map_people_names
from services.office.unit_options import map_unit_names
from services.unit_of_work import Unit

_ROW_ENDS = " · "


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One answered field; in a list its label starts with the list's and the row's number. None: it has no label."""

    label: str | None
    shown: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class FiledForm:
    """One submission of a task or an act; version 0 is a form that no task had shown yet.

    `title` is what that version calls itself, empty for one without a heading.
    """

    element_id: str
    is_act: bool
    form_id: str
    form_version: int
    title: str
    submitted_by: str
    submitted_at: datetime
    answers: tuple[AnswerLine, ...]
    outcome_note: str | None


def list_filed_forms(complaint_id: str, withheld: WithheldWords, unit: Unit) -> list[FiledForm]:
    """All submissions of the case, the oldest first, without the words that are withheld from their reader."""
    records = unit.session.scalars(
        select(TaskRecord).where(TaskRecord.complaint_id == complaint_id).order_by(TaskRecord.submitted_at)
    ).all()
    names = {**map_unit_names(unit), **map_people_names(unit)}
    titles = _titles({record.form_id for record in records}, unit)
    return [
        FiledForm(
            element_id=record.element_id,
            is_act=record.is_act,
            form_id=record.form_id,
            form_version=record.form_version,
            title=titles.get((record.form_id, record.form_version), ""),
            submitted_by=record.submitted_by,
            submitted_at=record.submitted_at,
            answers=tuple(_cover(line, withheld) for line in _lines(record.answers, names)),
            outcome_note=record.outcome_note,
        )
        for record in records
    ]


def list_element_names(complaint_id: str, unit: Unit) -> dict[str, str]:
    """What the diagrams called the tasks of the case, by element id; the newest version's name wins."""
    tasks = unit.session.scalars(
        select(Task).where(Task.complaint_id == complaint_id).order_by(Task.created_at)
    )
    return {task.element_id: str(task.details["name"]) for task in tasks if task.details.get("name")}


def _titles(form_ids: Collection[str], unit: Unit) -> dict[tuple[str, int], str]:
    """The heading of every version of these forms that the office has seen."""
    forms = unit.session.scalars(select(DeployedForm).where(DeployedForm.form_id.in_(form_ids)))
    return {(form.form_id, form.version): title_of(form.schema_json) for form in forms}


def _lines(
    entries: Sequence[dict[str, Any]], names: Mapping[str, str], before: str = ""
) -> Iterator[AnswerLine]:
    """`names`: forms of 0.2.0 asked for logins and codes of units as text; whoever reads them reads names."""
    for entry in entries:
        label = f"{before}{entry['label']}" if entry.get("label") else before.removesuffix(_ROW_ENDS) or None
        if "rows" not in entry:
            yield AnswerLine(label, tuple(_named(value, names) for value in entry["shown"]))
        for number, row in enumerate(entry.get("rows", ()), start=1):
            yield from _lines(row, names, f"{label or ''} {number}{_ROW_ENDS}".lstrip())


def _cover(line: AnswerLine, withheld: WithheldWords) -> AnswerLine:
    shown = tuple(withheld.cover(value) if isinstance(value, str) else value for value in line.shown)
    return AnswerLine(line.label, shown)


def _named(value: object, names: Mapping[str, str]) -> object:
    return names.get(value, value) if isinstance(value, str) else value
