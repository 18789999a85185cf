"""Examples as people find them: released ones inside, those at work for who may know the case, open ones for everybody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, and_, not_, or_, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from models.case.case_example import CaseExample, ExampleSource, ExampleVersion
from models.case.complaint import Complaint
from models.case.lifecycle import Outcome
from models.ground.codes import Category
from models.ground.errors import NotFound
from models.ground.example_codes import ExamplePart, ExampleState
from services.access.kept_away import must_keep_away
from services.access.readable_cases import may_be_read
from services.actor import Actor, staff_id_of
from services.examples.check import PartMark, check_words, list_unsettled
from services.examples.eligible import find_bar
from services.examples.sight import (
    DECIDERS,
    WRITERS,
    AtWork,
    find_known_case,
    get_example,
    get_version,
    list_hands,
)
from services.office.people_names import map_people_names
from services.unit_of_work import Unit, UnitOfWork

PAGE = 30
NEWEST = 100
# What everybody is told of where an example is filed: with cause and outcome beside them a case would often be the only one.
PUBLIC_CODES = ("item", "category")


@dataclass(frozen=True, slots=True)
class ExampleFilter:
    """Codes, None for any; `after` is the place of the last row of the page before."""

    item: str | None = None
    category: Category | None = None
    cause: str | None = None
    outcome: Outcome | None = None
    after: tuple[datetime, str] | None = None


@dataclass(frozen=True, slots=True)
class ListedExample:
    """A row with the title that its reader reads."""

    row: CaseExample
    title: str


@dataclass(frozen=True, slots=True)
class ExampleList:
    """Released ones, the newest first; `after` leads to the next page. `at_work` are those that wait for somebody.

    `items` and `causes` are the codes under which this reader finds something.
    """

    rows: tuple[ListedExample, ...]
    after: tuple[datetime, str] | None
    at_work: tuple[ListedExample, ...]
    items: tuple[str, ...]
    causes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExamplePage:
    """What this person sees of one. `shown` is the version that is read; `draft` the one at work, None for whom it is not.

    `case_id` for who may read the case alone; `marks` and `unsettled` of the draft; `bar` where its case may be no example.
    """

    row: CaseExample
    shown: ExampleVersion | None
    draft: ExampleVersion | None
    marks: Sequence[PartMark]
    unsettled: Sequence[PartMark]
    versions: Sequence[ExampleVersion]
    names: Mapping[str, str]
    case_id: str | None
    case_number: str | None
    bar: str | None
    may_write: bool
    may_decide: bool
    may_open: bool
    may_withdraw: bool


@dataclass(frozen=True, slots=True)
class CaseStanding:
    """Of one case: why it may be no example (None: it may), and the example that there is."""

    number: str
    bar: str | None
    example_id: str | None
    may_write: bool


def list_examples(asked: ExampleFilter, unit_of_work: UnitOfWork, actor: Actor) -> ExampleList:
    """For whoever works here."""
    staff_id_of(actor)
    released = [CaseExample.released_no.is_not(None), CaseExample.state != ExampleState.WITHDRAWN]
    with unit_of_work.reading() as unit:
        rows, after = _list_page(asked, CaseExample.released_at, released, unit)
        read = {row.id: row.released_no or 0 for row in rows}
        at_work = _list_at_work(unit, actor)
        titles = _map_titles(read, unit)
        drafts = _map_titles({row.id: row.version_no for row in at_work}, unit)
        items, causes = _list_filed(released, unit)
    return ExampleList(
        tuple(ListedExample(row, titles[row.id]) for row in rows),
        after,
        tuple(ListedExample(row, drafts[row.id]) for row in at_work),
        items,
        causes,
    )


def list_open_examples(asked: ExampleFilter, unit_of_work: UnitOfWork) -> ExampleList:
    """For everybody: the versions that were opened to all, by item and category alone, as `PUBLIC_CODES` says."""
    asked = replace(asked, cause=None, outcome=None)
    is_open = [CaseExample.public_no.is_not(None), CaseExample.state != ExampleState.WITHDRAWN]
    with unit_of_work.reading() as unit:
        rows, after = _list_page(asked, CaseExample.public_at, is_open, unit)
        titles = _map_titles({row.id: row.public_no or 0 for row in rows}, unit)
        items, _ = _list_filed(is_open, unit)
    return ExampleList(tuple(ListedExample(row, titles[row.id]) for row in rows), after, (), items, ())


def get_open_example(example_id: str, unit_of_work: UnitOfWork) -> tuple[CaseExample, ExampleVersion]:
    """For everybody; NotFound for one that is not open to all (any more)."""
    with unit_of_work.reading() as unit:
        row = get_example(example_id, unit)
        if row.public_no is None or row.state is ExampleState.WITHDRAWN:
            raise NotFound
        return row, get_version(row, row.public_no, unit)


def read_example(example_id: str, unit_of_work: UnitOfWork, actor: Actor) -> ExamplePage:
    """NotFound for one that this person may not see: a draft whose case is not for him, a withdrawn one but for who decides."""
    staff_id_of(actor)
    with unit_of_work.reading() as unit:
        row = get_example(example_id, unit)
        case = find_known_case(example_id, unit, actor)
        decides, writes = (bool(actor.roles.intersection(roles)) for roles in (DECIDERS, WRITERS))
        is_read = row.released_no is not None and row.state is not ExampleState.WITHDRAWN
        knows = case is not None and (writes or decides)
        if not (is_read or knows or (decides and row.released_no is not None)):
            raise NotFound
        shown = get_version(row, row.released_no, unit) if row.released_no and (is_read or decides) else None
        if case is None or not knows:
            return _page(row, shown, unit, may_withdraw=is_read and decides)
        return _page_at_work(AtWork(row, case), shown, unit, actor)


def read_case_standing(complaint_id: str, unit_of_work: UnitOfWork, actor: Actor) -> CaseStanding:
    """For who may read the case; NotFound for others."""
    with unit_of_work.reading() as unit:
        query = select(Complaint).where(Complaint.id == complaint_id, may_be_read(unit, actor))
        case = unit.session.scalars(query.where(not_(must_keep_away(staff_id_of(actor), unit)))).one_or_none()
        if case is None:
            raise NotFound
        known = select(ExampleSource.example_id).where(ExampleSource.complaint_id == complaint_id)
        may_write = bool(actor.roles.intersection(WRITERS))
        return CaseStanding(case.number, find_bar(case, unit), unit.session.scalar(known), may_write)


def _list_page(
    asked: ExampleFilter,
    at: InstrumentedAttribute[datetime | None],
    conditions: Sequence[ColumnElement[bool]],
    unit: Unit,
) -> tuple[list[CaseExample], tuple[datetime, str] | None]:
    query = select(CaseExample).where(*conditions)
    for column, code in (
        (CaseExample.item, asked.item),
        (CaseExample.category, asked.category),
        (CaseExample.cause, asked.cause),
        (CaseExample.outcome, asked.outcome),
    ):
        if code is not None:
            query = query.where(column == code)
    if asked.after is not None:
        moment, row_id = asked.after
        query = query.where(or_(at < moment, and_(at == moment, CaseExample.id < row_id)))
    rows = list(unit.session.scalars(query.order_by(at.desc(), CaseExample.id.desc()).limit(PAGE + 1)))
    if len(rows) <= PAGE:
        return rows, None
    last = rows[PAGE - 1]
    return rows[:PAGE], (getattr(last, at.key), last.id)


def _list_filed(
    conditions: Sequence[ColumnElement[bool]], unit: Unit
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The items and the causes under which something is found."""
    items, causes = (
        unit.session.scalars(
            select(column).where(*conditions, column.is_not(None)).distinct().order_by(column)
        )
        for column in (CaseExample.item, CaseExample.cause)
    )
    return tuple(filter(None, items)), tuple(filter(None, causes))


def _list_at_work(unit: Unit, actor: Actor) -> Sequence[CaseExample]:
    """Drafts and proposals whose case this person may read."""
    if not actor.roles.intersection({*WRITERS, *DECIDERS}):
        return []
    query = (
        select(CaseExample)
        .join(ExampleSource, ExampleSource.example_id == CaseExample.id)
        .join(Complaint, Complaint.id == ExampleSource.complaint_id)
        .where(
            CaseExample.state.in_((ExampleState.DRAFT, ExampleState.PROPOSED)),
            may_be_read(unit, actor),
            not_(must_keep_away(staff_id_of(actor), unit)),
        )
    )
    return unit.session.scalars(query.order_by(CaseExample.opened_at.desc()).limit(NEWEST)).all()


def _map_titles(numbers: Mapping[str, int], unit: Unit) -> Mapping[str, str]:
    rows = unit.session.execute(
        select(ExampleVersion.example_id, ExampleVersion.parts).where(
            tuple_(ExampleVersion.example_id, ExampleVersion.no).in_(list(numbers.items()))
        )
    )
    return {example: parts[ExamplePart.TITLE] for example, parts in rows}


def _page(row: CaseExample, shown: ExampleVersion | None, unit: Unit, *, may_withdraw: bool) -> ExamplePage:
    """For who does not know the case."""
    return ExamplePage(
        row=row,
        shown=shown,
        draft=None,
        marks=(),
        unsettled=(),
        versions=(),
        names=map_people_names(unit),
        case_id=None,
        case_number=None,
        bar=None,
        may_write=False,
        may_decide=False,
        may_open=False,
        may_withdraw=may_withdraw,
    )


def _page_at_work(work: AtWork, shown: ExampleVersion | None, unit: Unit, actor: Actor) -> ExamplePage:
    row, login = work.row, staff_id_of(actor)
    draft = get_version(row, row.version_no, unit)
    versions = unit.session.scalars(
        select(ExampleVersion)
        .where(ExampleVersion.example_id == row.id)
        .order_by(ExampleVersion.no.desc())
        .limit(NEWEST)
    ).all()
    bar, decides = find_bar(work.complaint, unit), bool(actor.roles.intersection(DECIDERS))
    is_second = decides and bar is None and login not in list_hands(work, unit)
    is_open_inside_alone = row.state is ExampleState.RELEASED and row.public_no != row.released_no
    may_decide = is_second and row.state is ExampleState.PROPOSED
    may_open = is_second and is_open_inside_alone and login != row.released_by
    marks = check_words(draft.parts, work.complaint, unit, is_for_decision=may_decide or may_open)
    return ExamplePage(
        row=row,
        shown=shown,
        draft=draft,
        marks=marks,
        unsettled=list_unsettled(marks, draft.confirmed),
        versions=versions,
        names=map_people_names(unit),
        case_id=work.complaint.id,
        case_number=work.complaint.number,
        bar=bar,
        may_write=bar is None
        and row.state in (ExampleState.DRAFT, ExampleState.RELEASED)
        and bool(actor.roles.intersection(WRITERS)),
        may_decide=may_decide,
        may_open=may_open,
        may_withdraw=decides or (row.opened_by == login and row.released_no is None),
    )
