"""Tasks of the office as the list of tasks shows them: each leads to the page that decides it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from api.staff import measure_words, study_words
from api.staff.summary_tables import word_period
from bpmn.pages import (
    MEASURE_PAGE,
    MEASURE_RETURN_PAGE,
    MEASURE_VERIFICATION_PAGE,
    STUDY_ANALYSIS_PAGE,
    STUDY_DECISION_PAGE,
    STUDY_PLAN_PAGE,
    SUMMARY_PAGE,
)
from services.actor import Actor
from services.measures.read_measures import name_measures
from services.studies.read_studies import list_by_ids
from services.summaries.period import period_named
from services.unit_of_work import UnitFactory
from services.worklist.list_office_tasks import ListedOfficeTask, list_office_tasks

# Of things by their ids, how people call them.
Namer = Callable[[Sequence[str], UnitFactory], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class ShownOfficeTask:
    """One; `about` says what it is about, `address` leads to its page."""

    task: ListedOfficeTask
    address: str
    about: str


def show_office_tasks(make_unit: UnitFactory, actor: Actor) -> list[ShownOfficeTask]:
    """Those of this person, each with the words for what it is about."""
    tasks = list_office_tasks(make_unit(), actor)
    names: dict[tuple[str, str], str] = {}
    for page in {task.page for task in tasks}:
        asked = [task.subject_id for task in tasks if task.page == page]
        names |= {(page, subject): name for subject, name in _NAMERS[page](asked, make_unit).items()}
    return [
        ShownOfficeTask(
            task, f"{_PLACES[task.page]}/{task.subject_id}", names.get((task.page, task.subject_id), "")
        )
        for task in tasks
    ]


def _name_summaries(ids: Sequence[str], _make_unit: UnitFactory) -> Mapping[str, str]:
    return {summary_id: word_period(period_named(summary_id)) for summary_id in ids}


def _name_measures(ids: Sequence[str], make_unit: UnitFactory) -> Mapping[str, str]:
    named = name_measures(ids, make_unit())
    names = measure_words.names_of(named.units, named.items)
    return {row.id: measure_words.about_of(row, names) for row in named.rows}


def _name_studies(ids: Sequence[str], make_unit: UnitFactory) -> Mapping[str, str]:
    studies = list_by_ids(ids, make_unit())
    names = study_words.name_codes(studies, make_unit)
    return {study.id: study_words.about_of(study, names) for study in studies}


_OF_MEASURES: Final = (MEASURE_PAGE, MEASURE_VERIFICATION_PAGE, MEASURE_RETURN_PAGE)
_OF_STUDIES: Final = (STUDY_PLAN_PAGE, STUDY_ANALYSIS_PAGE, STUDY_DECISION_PAGE)
_PLACES: Final = MappingProxyType(
    {
        SUMMARY_PAGE: "/summaries",
        **dict.fromkeys(_OF_STUDIES, "/studies"),
        **dict.fromkeys(_OF_MEASURES, "/measures"),
    }
)
_NAMERS: Final[Mapping[str, Namer]] = MappingProxyType(
    {
        SUMMARY_PAGE: _name_summaries,
        **dict.fromkeys(_OF_STUDIES, _name_studies),
        **dict.fromkeys(_OF_MEASURES, _name_measures),
    }
)
