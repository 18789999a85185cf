"""Whether what was learnt came back as fewer complaints: each group of similar complaints from its analysis to the figures after.

A group is what studies and measures are about: a problem type, a unit, an item and a cause, as far as they are narrowed to them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, String, and_, case, func, or_, select, tuple_, type_coerce, union_all

from models.ground.codes import Role
from models.ground.measure_codes import MeasureSpan
from models.ground.proposal_codes import ProposalSource
from models.office.deployed_version import DeployedVersion, ResourceKind
from models.office.measure import Measure, MeasureCheck
from models.office.process_proposal import ProcessProposal
from models.office.study import Study
from services.actor import Actor, require_role
from services.forms.place_in_list import read_place, tell_place
from services.measures.spans import DECIDING
from services.unit_of_work import Unit, UnitOfWork

PAGE = 15
# Of one group; the lists of studies and measures have all.
MOST_OF_A_GROUP = 20
Frozen = Mapping[str, Any]
# A problem type, a unit, an item and a cause, "" where it is left open.
Key = tuple[str, str, str, str]


class Change(StrEnum):
    """What the frozen figures of a measure show of complaints of its kind, and no more than they show."""

    FELL = "fell"
    ROSE = "rose"
    NOT_SHOWN = "not_shown"


@dataclass(frozen=True, slots=True)
class LoopProposal:
    """A proposal that came of a study or a measure; `seen_at` is when the version that changed the step was recorded."""

    row: ProcessProposal
    seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class LoopMeasure:
    """A measure with the newest judging; both None before it was judged."""

    row: Measure
    check: MeasureCheck | None
    change: Change | None


@dataclass(frozen=True, slots=True)
class LoopGroup:
    """`studies`, `measures` and `proposals` of one kind of complaints, the oldest first."""

    key: Key
    studies: Sequence[Study]
    measures: Sequence[LoopMeasure]
    proposals: Sequence[LoopProposal]


@dataclass(frozen=True, slots=True)
class Loop:
    """Groups by their newest study or measure, the newest first; `after` begins the next page, "" at the end."""

    groups: Sequence[LoopGroup]
    after: str


def judge_change(figures: Frozen) -> Change:
    """Fell or rose where the whole interval beside the comparison group says so against every span that decides.

    What nobody has decided yet counts as true in these intervals, so that a rise is told only where all was decided.
    """
    spans = figures.get("spans", {})
    ends = [spans[span.value]["beside"] for span in DECIDING if "beside" in spans.get(span.value, {})]
    if not ends:
        return Change.NOT_SHOWN
    if all(upper is not None and upper < 1 for _, _, upper in ends):
        return Change.FELL
    is_decided = not spans[MeasureSpan.AFTER.value]["open"]
    if is_decided and all(lower is not None and lower > 1 for _, lower, _ in ends):
        return Change.ROSE
    return Change.NOT_SHOWN


def read_loop(after: str, unit_of_work: UnitOfWork, actor: Actor) -> Loop:
    """For supervisors and the director, NotPermitted for others."""
    require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    with unit_of_work.reading() as unit:
        found = unit.session.execute(_select_groups(after)).all()
        keys: list[Key] = [(row[0], row[1], row[2], row[3]) for row in found[:PAGE]]
        studies = _list_of(Study, keys, unit)
        measures = _list_of(Measure, keys, unit)
        checks = _map_checks([row.id for row in measures], unit)
        proposals = _list_proposals([row.id for row in studies], [row.id for row in measures], unit)
        groups = [
            _group(
                key,
                [row for row in studies if _key_of(row) == key],
                [_measure(row, checks) for row in measures if _key_of(row) == key],
                proposals,
            )
            for key in keys
        ]
    last = found[PAGE - 1] if len(found) > PAGE else None
    return Loop(groups, "" if last is None else tell_place(last[4], "\t".join(last[:4])))


def _columns(table: type[Study | Measure]) -> list[Any]:
    """As texts: a type that is left open is no type."""
    columns = (table.category, table.unit, table.item, table.cause)
    return [func.coalesce(type_coerce(column, String), "") for column in columns]


def _select_groups(after: str) -> Select[Any]:
    parts = [
        select(
            *(column.label(name) for column, name in zip(_columns(table), "abcd", strict=True)),
            table.opened_at.label("at"),
        )
        for table in (Study, Measure)
    ]
    all_of = union_all(*parts).subquery()
    key, newest = [all_of.c[name] for name in "abcd"], func.max(all_of.c.at)
    query = select(*key, newest).group_by(*key).order_by(newest.desc(), *key).limit(PAGE + 1)
    begin = read_place(after)
    told = begin[1].split("\t") if begin is not None else []
    if begin is None or len(told) != len(key):
        return query
    return query.having(or_(newest < begin[0], and_(newest == begin[0], tuple_(*key) > tuple_(*told))))


def _list_of(table: type[Any], keys: Sequence[Key], unit: Unit) -> Sequence[Any]:
    """Any: studies or measures of these groups, the oldest first."""
    if not keys:
        return []
    of_keys = tuple_(*_columns(table)).in_(keys)
    query = select(table).where(of_keys).order_by(table.opened_at.desc(), table.id)
    return list(reversed(unit.session.scalars(query.limit(MOST_OF_A_GROUP * PAGE)).all()))


def _key_of(row: Study | Measure) -> Key:
    return (row.category or "", row.unit or "", row.item or "", row.cause or "")


def _map_checks(ids: Sequence[str], unit: Unit) -> Mapping[str, MeasureCheck]:
    query = select(MeasureCheck).where(MeasureCheck.measure_id.in_(ids)).order_by(MeasureCheck.no)
    return {check.measure_id: check for check in unit.session.scalars(query)}


def _measure(row: Measure, checks: Mapping[str, MeasureCheck]) -> LoopMeasure:
    check = checks.get(row.id)
    return LoopMeasure(row, check, judge_change(check.figures) if check is not None else None)


def _list_proposals(
    study_ids: Sequence[str], measure_ids: Sequence[str], unit: Unit
) -> Sequence[LoopProposal]:
    row, version = ProcessProposal, DeployedVersion
    of_sources = or_(
        and_(row.source == ProposalSource.STUDY, row.source_ref.in_(study_ids)),
        and_(row.source == ProposalSource.MEASURE, row.source_ref.in_(measure_ids)),
    )
    since_then = func.min(case((version.seen_at >= row.proposed_at, version.seen_at)))
    # A number is given again where the store of an engine was lost: the first since the proposal.
    seen_at = (
        select(func.coalesce(since_then, func.max(version.seen_at)))
        .where(
            version.kind == ResourceKind.PROCESS,
            version.resource_id == row.process_id,
            version.version == row.changed_version,
        )
        .correlate(row)
        .scalar_subquery()
    )
    query = select(row, seen_at).where(of_sources)
    ordered = query.order_by(row.proposed_at, row.id).limit(MOST_OF_A_GROUP * PAGE)
    return [LoopProposal(found, seen_at) for found, seen_at in unit.session.execute(ordered)]


def _group(
    key: Key, studies: Sequence[Study], measures: Sequence[LoopMeasure], proposals: Sequence[LoopProposal]
) -> LoopGroup:
    sources = {row.id for row in studies} | {one.row.id for one in measures}
    return LoopGroup(
        key,
        studies[-MOST_OF_A_GROUP:],
        measures[-MOST_OF_A_GROUP:],
        [one for one in proposals if one.row.source_ref in sources][:MOST_OF_A_GROUP],
    )
