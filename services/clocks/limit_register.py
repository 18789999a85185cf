"""The register of time limits as people who keep it read it: in force, to come, before, and what is proposed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from models.clock.legal_time import beijing_date
from models.clock.limit_proposal import LimitProposal, LimitProposalState
from models.clock.time_limit_policy import TimeLimitPolicy
from models.ground.codes import Complexity
from models.ground.errors import NotFound
from services.actor import Actor, require_role
from services.clocks.decide_limit import DECIDERS, find_obstacle
from services.clocks.legal_cap import LegalCap, find_legal_cap
from services.clocks.propose_limit import find_waiting
from services.office.people_names import map_people_names
from services.unit_of_work import Unit, UnitOfWork

MOST_DECIDED = 50
# In the order of the way; what an owner added stands behind, by its key.
_ORDER = (
    "acceptance",
    "first_contact",
    "on_spot",
    "supplement",
    "resolve",
    "investigation",
    "respondent_reply",
    "refer",
    "referral_sign_off",
    "referral_objection",
    "referral_arbitration",
    "referral_result",
    "entrusted",
    "entrusted_cap",
    "extension",
    "extension_cap",
    "recusal",
    "feedback",
    "send_again",
    "return_visit",
    "redo",
    "redo_investigation",
    "review_request",
    "review",
    "respondent_objection",
    "objection_decision",
    "supervision",
    "supervise_after",
    "rectification",
    "disciplinary_transfer",
    "upward_report",
    "data_request",
    "file_defect",
)
_CLASSES = ("", *(one.value for one in Complexity))


@dataclass(frozen=True, slots=True)
class LimitVersion:
    """One version; `complexity` is empty where it holds for every class, `approved_by` a name, empty for a shipped one."""

    id: str
    key: str
    complexity: str
    amount: int
    unit: str
    basis: str
    certainty: str
    effective_from: date
    approved_by: str


@dataclass(frozen=True, slots=True)
class LimitHistory:
    """A limit: the version of today (None before the first day), those to come and those before, the newest first.

    `last` is the version that a change follows, `waiting` the id of a change that nobody has decided on, empty for none.
    """

    now: LimitVersion | None
    to_come: tuple[LimitVersion, ...]
    before: tuple[LimitVersion, ...]
    last: LimitVersion
    cap: LegalCap | None
    waiting: str


@dataclass(frozen=True, slots=True)
class ProposedLimit:
    """A proposed change beside the version that it follows; `obstacle` is a code, empty while it can be approved."""

    id: str
    before: LimitVersion
    amount: int
    unit: str
    basis: str
    effective_from: date
    reason: str
    state: LimitProposalState
    by: str
    at: datetime
    is_own: bool
    decided_by: str
    decided_at: datetime | None
    decision_reason: str
    obstacle: str
    cap: LegalCap | None


@dataclass(frozen=True, slots=True)
class LimitRegister:
    """Everything on the page; `decided` the newest first, cut at fifty of `decided_total`."""

    limits: tuple[LimitHistory, ...]
    waiting: tuple[ProposedLimit, ...]
    decided: tuple[ProposedLimit, ...]
    decided_total: int


def get_limit_register(unit_of_work: UnitOfWork, actor: Actor) -> LimitRegister:
    """The page; NotPermitted for who neither keeps the limits nor approves them."""
    login = require_role(actor, *DECIDERS)
    with unit_of_work.reading() as unit:
        names, today = map_people_names(unit), beijing_date(unit.clock.now())
        rows = unit.session.scalars(select(TimeLimitPolicy).order_by(TimeLimitPolicy.effective_from.desc()))
        versions = {row.id: _version(row, names) for row in rows}
        is_open = LimitProposal.state == LimitProposalState.OPEN
        waiting = unit.session.scalars(select(LimitProposal).where(is_open).order_by(LimitProposal.at)).all()
        decided = unit.session.scalars(
            select(LimitProposal)
            .where(~is_open)
            .order_by(LimitProposal.decided_at.desc(), LimitProposal.id)
            .limit(MOST_DECIDED)
        ).all()
        by_version = {row.replaces: row.id for row in waiting}
        reader = _Reader(login, names)
        return LimitRegister(
            limits=_histories(list(versions.values()), by_version, today),
            waiting=tuple(_proposed(row, versions[row.replaces], reader) for row in waiting),
            decided=tuple(_proposed(row, versions[row.replaces], reader) for row in decided),
            decided_total=unit.session.scalar(select(func.count(LimitProposal.id)).where(~is_open)) or 0,
        )


def get_proposed_limit(proposal_id: str, unit_of_work: UnitOfWork, actor: Actor) -> ProposedLimit:
    """One proposal whatever became of it; NotFound for one that never was."""
    login = require_role(actor, *DECIDERS)
    with unit_of_work.reading() as unit:
        row = unit.session.get(LimitProposal, proposal_id)
        if row is None:
            raise NotFound
        names = map_people_names(unit)
        before = _version(unit.session.get_one(TimeLimitPolicy, row.replaces), names)
        is_open = row.state is LimitProposalState.OPEN
        obstacle = (find_obstacle(row, unit) if is_open else None) or ""
        return _proposed(row, before, _Reader(login, names), obstacle)


def get_limit_to_change(policy_id: str, unit_of_work: UnitOfWork, actor: Actor) -> LimitHistory:
    """The limit of which this is a version, with its newest one; NotFound for a version that never was."""
    require_role(actor, *DECIDERS)
    with unit_of_work.reading() as unit:
        row = unit.session.get(TimeLimitPolicy, policy_id)
        if row is None:
            raise NotFound
        waiting = find_waiting(policy_id, unit)
        versions = _versions_of(row, unit)
        by_version = {} if waiting is None else {policy_id: waiting.id}
        (history,) = _histories(versions, by_version, beijing_date(unit.clock.now()))
        return history


@dataclass(frozen=True, slots=True)
class _Reader:
    """Who reads, and how people are called."""

    login: str
    names: dict[str, str]


def _versions_of(row: TimeLimitPolicy, unit: Unit) -> list[LimitVersion]:
    names = map_people_names(unit)
    rows = unit.session.scalars(
        select(TimeLimitPolicy)
        .where(TimeLimitPolicy.key == row.key)
        .order_by(TimeLimitPolicy.effective_from.desc())
    )
    return [_version(one, names) for one in rows if one.complaint_class == row.complaint_class]


def _histories(
    versions: list[LimitVersion], waiting: dict[str, str], today: date
) -> tuple[LimitHistory, ...]:
    """`versions` come with the newest first."""
    limits: dict[tuple[str, str], list[LimitVersion]] = defaultdict(list)
    for version in versions:
        limits[version.key, version.complexity].append(version)
    return tuple(
        LimitHistory(
            now=next((one for one in own if one.effective_from <= today), None),
            to_come=tuple(one for one in own if one.effective_from > today),
            before=tuple(one for one in own if one.effective_from <= today)[1:],
            last=own[0],
            cap=find_legal_cap(own[0].key),
            waiting=waiting.get(own[0].id, ""),
        )
        for _, own in sorted(limits.items(), key=lambda item: _place(*item[0]))
    )


def _place(key: str, complexity: str) -> tuple[int, str, int]:
    return (_ORDER.index(key) if key in _ORDER else len(_ORDER), key, _CLASSES.index(complexity))


def _version(row: TimeLimitPolicy, names: dict[str, str]) -> LimitVersion:
    return LimitVersion(
        id=row.id,
        key=row.key,
        complexity="" if row.complaint_class is None else row.complaint_class.value,
        amount=row.amount,
        unit=row.unit,
        basis=row.basis,
        certainty=row.certainty,
        effective_from=row.effective_from,
        approved_by=names.get(row.approved_by or "", row.approved_by or ""),
    )


def _proposed(row: LimitProposal, before: LimitVersion, reader: _Reader, obstacle: str = "") -> ProposedLimit:
    return ProposedLimit(
        id=row.id,
        before=before,
        amount=row.amount,
        unit=row.unit,
        basis=row.basis,
        effective_from=row.effective_from,
        reason=row.reason,
        state=row.state,
        by=reader.names.get(row.by, ""),
        at=row.at,
        is_own=row.by == reader.login,
        decided_by=reader.names.get(row.decided_by or "", ""),
        decided_at=row.decided_at,
        decision_reason=row.decision_reason or "",
        obstacle=obstacle,
        cap=find_legal_cap(row.key),
    )
