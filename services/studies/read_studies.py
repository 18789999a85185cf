"""Studies as those who supervise find them: all of them, and one with its numbers then and now, its analyses and decisions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, func, or_, select

from bpmn.pages import STUDY_ANALYSIS_PAGE, STUDY_DECISION_PAGE, STUDY_PLAN_PAGE
from models.clock.legal_time import beijing_date
from models.ground.codes import Role
from models.ground.errors import NotFound
from models.office.office_task import OfficeTask
from models.office.study import Study, StudyAnalysis, StudyStep
from services.actor import Actor, require_role
from services.office.people_names import map_people_names
from services.studies.count_study import Seen, count_seen, read_seen
from services.studies.plan_study import list_leads
from services.studies.subject import subject_of
from services.unit_of_work import Unit, UnitOfWork

PAGE = 50
# More do not run at once in any office; the list says so where they do.
MOST_RUNNING = 200
_PAGES = (STUDY_PLAN_PAGE, STUDY_ANALYSIS_PAGE, STUDY_DECISION_PAGE)


@dataclass(frozen=True, slots=True)
class StudyList:
    """`running` by the day on which something is due; of `ended` one page, the newest first. `before` begins the next, or "".

    `numbers` are of all: how many run, how many of these are late, and how many ended; `people` by login.
    """

    running: Sequence[Study]
    ended: Sequence[Study]
    numbers: tuple[int, int, int]
    today: date
    people: Mapping[str, str]
    before: str


@dataclass(frozen=True, slots=True)
class Round:
    """One analysis with its lines."""

    analysis: StudyAnalysis
    steps: Sequence[StudyStep]


@dataclass(frozen=True, slots=True)
class ReadStudy:
    """`then` and `before` are frozen, `now` is of as many days up to today. `asked` is the page of its open task, or "".

    `rounds` are the analyses, the newest first; `may_decide` is False for who made the newest.
    """

    study: Study
    then: Seen
    before: Seen
    now: Seen
    asked: str
    rounds: Sequence[Round]
    people: Mapping[str, str]
    leads: Sequence[str]
    may_decide: bool
    today: date


def list_studies(before: str, unit_of_work: UnitOfWork, actor: Actor) -> StudyList:
    """NotPermitted for others than supervisors and directors; `before` is an id of an ended one, or "" for the first page."""
    require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    with unit_of_work.reading() as unit:
        today = beijing_date(unit.clock.now())
        runs = Study.ended_at.is_(None)
        running = unit.session.scalars(
            select(Study).where(runs).order_by(Study.due_on, Study.id).limit(MOST_RUNNING)
        ).all()
        newest = select(Study).where(~runs).order_by(Study.ended_at.desc(), Study.id.desc()).limit(PAGE + 1)
        last = unit.session.get(Study, before) if before else None
        if last is not None and last.ended_at is not None:
            same = and_(Study.ended_at == last.ended_at, Study.id < last.id)
            newest = newest.where(or_(Study.ended_at < last.ended_at, same))
        ended = unit.session.scalars(newest).all()
        late = and_(runs, Study.due_on < today)
        numbers = unit.session.execute(
            select(*(func.count().filter(of) for of in (runs, late, ~runs))).select_from(Study)
        ).one()
        return StudyList(
            running=running,
            ended=ended[:PAGE],
            numbers=(numbers[0], numbers[1], numbers[2]),
            today=today,
            people=map_people_names(unit),
            before=ended[PAGE - 1].id if len(ended) > PAGE else "",
        )


def read_study(study_id: str, unit_of_work: UnitOfWork, actor: Actor) -> ReadStudy:
    """NotFound; refused as `list_studies`."""
    login = require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    with unit_of_work.reading() as unit:
        study = unit.session.get(Study, study_id)
        if study is None:
            raise NotFound
        today = beijing_date(unit.clock.now())
        then = read_seen(study.figures, "seen")
        length = then.until - then.since
        task = select(OfficeTask.page).where(OfficeTask.subject_id == study.id, OfficeTask.page.in_(_PAGES))
        rounds = _list_rounds(study, unit)
        return ReadStudy(
            study=study,
            then=then,
            before=read_seen(study.figures, "before"),
            now=count_seen(subject_of(study), today - length, today, unit),
            asked=unit.session.scalars(task.order_by(OfficeTask.since)).first() or "",
            rounds=rounds,
            people=map_people_names(unit),
            leads=list_leads(unit),
            may_decide=not rounds or rounds[0].analysis.by != login,
            today=today,
        )


def list_by_ids(ids: Sequence[str], unit_of_work: UnitOfWork) -> Sequence[Study]:
    """Those of them that there are, in no order: what a list calls them by."""
    with unit_of_work.reading() as unit:
        return unit.session.scalars(select(Study).where(Study.id.in_(ids))).all()


def _list_rounds(study: Study, unit: Unit) -> list[Round]:
    newest = (
        select(StudyAnalysis).where(StudyAnalysis.study_id == study.id).order_by(StudyAnalysis.round.desc())
    )
    steps = unit.session.scalars(
        select(StudyStep).where(StudyStep.study_id == study.id).order_by(StudyStep.round, StudyStep.no)
    ).all()
    return [
        Round(analysis, [step for step in steps if step.round == analysis.round])
        for analysis in unit.session.scalars(newest)
    ]
