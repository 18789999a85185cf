"""Tasks of the office as the list of tasks shows them: each leads to the page that decides it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from api.i18n import gettext
from api.period_words import word_period
from api.staff import measure_words, study_words
from api.staff.measure_words import MeasureNames
from api.task_names import element_name
from bpmn.pages import (
    MEASURE_PAGE,
    MEASURE_RETURN_PAGE,
    MEASURE_VERIFICATION_PAGE,
    STUDY_ANALYSIS_PAGE,
    STUDY_DECISION_PAGE,
    STUDY_PLAN_PAGE,
    SUMMARY_PAGE,
)
from services.accountability.list_own_work import list_own_work
from services.actor import Actor
from services.file_review.list_work import list_work
from services.measures.read_measures import list_by_ids as list_measures
from services.proposals.list_own_work import list_own_work as list_proposal_work
from services.studies.read_studies import list_by_ids as list_studies
from services.summaries.period import period_named
from services.unit_of_work import UnitFactory
from services.worklist.list_office_tasks import ListedOfficeTask, list_office_tasks

# A place and the id of what its page is about.
Subject = tuple[str, str]
SUMMARIES, STUDIES, MEASURES = "/summaries", "/studies", "/measures"
_PLACES: Final = MappingProxyType(
    {
        SUMMARY_PAGE: SUMMARIES,
        **dict.fromkeys((STUDY_PLAN_PAGE, STUDY_ANALYSIS_PAGE, STUDY_DECISION_PAGE), STUDIES),
        **dict.fromkeys((MEASURE_PAGE, MEASURE_VERIFICATION_PAGE, MEASURE_RETURN_PAGE), MEASURES),
    }
)


@dataclass(frozen=True, slots=True)
class ShownOfficeTask:
    """One; `about` says what it is about, `address` leads to its page."""

    task: ListedOfficeTask
    address: str
    about: str


def show_office_tasks(make_unit: UnitFactory, actor: Actor) -> list[ShownOfficeTask]:
    """Those of this person, each with the words for what it is about."""
    tasks = list_office_tasks(make_unit(), actor)
    names = _name({(_PLACES[task.page], task.subject_id) for task in tasks}, make_unit)
    return (
        _show_own(make_unit, actor)
        + _show_reviews(make_unit, actor)
        + _show_proposals(make_unit, actor)
        + [
            ShownOfficeTask(task, f"{place}/{task.subject_id}", names.get((place, task.subject_id), ""))
            for task in tasks
            for place in (_PLACES[task.page],)
        ]
    )


def _show_own(make_unit: UnitFactory, actor: Actor) -> list[ShownOfficeTask]:
    """What the register of accountability asks of this person himself; no diagram draws it."""
    found = []
    for work in list_own_work(make_unit(), actor):
        address = f"/accountability/{work.record_id}"
        task = ListedOfficeTask(
            f"accountability-{work.what}", work.record_id, work.since, work.due_at, is_late=False
        )
        found.append(ShownOfficeTask(task, address, gettext("nav.accountability")))
    return found


def _show_reviews(make_unit: UnitFactory, actor: Actor) -> list[ShownOfficeTask]:
    """What of the review of files waits for this person; no diagram draws it."""
    return [
        ShownOfficeTask(
            ListedOfficeTask(f"file-review-{work.what}", work.address, work.since, work.due_at, work.is_late),
            work.address,
            gettext("Review of files"),
        )
        for work in list_work(make_unit(), actor)
    ]


def _show_proposals(make_unit: UnitFactory, actor: Actor) -> list[ShownOfficeTask]:
    """Proposals at diagrams that wait for this person; no diagram draws it."""
    return [
        ShownOfficeTask(
            ListedOfficeTask(
                f"proposal-{work.what}", work.proposal_id, work.since, work.due_at, is_late=work.is_late
            ),
            f"/proposals/{work.proposal_id}",
            element_name(work.element_id, work.element_name),
        )
        for work in list_proposal_work(make_unit(), actor)
    ]


def _name(subjects: Collection[Subject], make_unit: UnitFactory) -> Mapping[Subject, str]:
    """By its place and id how people call each; four statements, however many there are and whatever pages ask about them."""
    asked = {place: [found for at, found in subjects if at == place] for place in {at for at, _ in subjects}}
    found = {(SUMMARIES, period): word_period(period_named(period)) for period in asked.get(SUMMARIES, ())}
    studies = list_studies(asked[STUDIES], make_unit()) if STUDIES in asked else ()
    measures = list_measures(asked[MEASURES], make_unit()) if MEASURES in asked else ()
    names = study_words.name_codes([*studies, *measures], make_unit)
    found |= {(STUDIES, row.id): study_words.about_of(row, names) for row in studies}
    of_measures = MeasureNames(names, names, names)
    return found | {(MEASURES, row.id): measure_words.about_of(row, of_measures) for row in measures}
