"""The register of data that left the office: a page at a time by key, and as a table for a stated purpose."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Select, or_, select

from models.case.complaint import Complaint
from models.case.data_provision import DataProvision
from models.clock.legal_time import at_time
from models.ground.codes import Role
from models.ground.errors import InvalidInput
from models.ground.provision_codes import ProvisionPurpose, ProvisionWay, Recipient, Relation
from models.office.data_contract import DataContract
from services.access.kept_away import is_kept_away
from services.actor import Actor, require_role
from services.office.people_names import map_people_names
from services.unit_of_work import Unit, UnitFactory, UnitOfWork
from services.views.page import ROWS_OF_A_PAGE
from services.worklist.identity_permission import SHORTEST_PURPOSE

READERS = (Role.SUPERVISOR, Role.DIRECTOR)
LONGEST_PURPOSE = 200
MOST_ROWS = 100_000
ROWS_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class ProvisionFilter:
    """`recipient` a code or empty, `number` of a case or empty, days of Beijing, both included."""

    recipient: str = ""
    number: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class ProvisionLine:
    """One time that data left. `case` is a number, empty for what concerns `count` cases at once; `contract` a name."""

    id: int
    at: datetime
    by: str
    complaint_id: str | None
    case: str
    count: int
    recipient: Recipient
    name: str
    relation: Relation
    purpose: ProvisionPurpose
    words: str
    way: ProvisionWay
    kinds: tuple[str, ...]
    contract: str
    is_certain: bool

    @property
    def lacks_contract(self) -> bool:
        """Whether somebody handles data for the office without one that the office has put down."""
        return self.relation is Relation.ENTRUSTED and not self.contract


@dataclass(frozen=True, slots=True)
class ProvisionPage:
    """The newest first; `older` is the key from which the next page goes on, None at the end."""

    lines: tuple[ProvisionLine, ...]
    older: int | None


def list_provisions(
    asked: ProvisionFilter, before: int | None, unit_of_work: UnitOfWork, actor: Actor
) -> ProvisionPage:
    """A page below the key `before`; none of cases kept from the reader. NotPermitted for other roles, InvalidInput by field."""
    login = require_role(actor, *READERS)
    _check(asked)
    with unit_of_work.reading() as unit:
        query = _select(asked, login, unit)
        if before is not None:
            query = query.where(DataProvision.id < before)
        rows = unit.session.execute(query.order_by(DataProvision.id.desc()).limit(ROWS_OF_A_PAGE + 1)).all()
        lines = _tell([(row, number) for row, number in rows[:ROWS_OF_A_PAGE]], unit)
    return ProvisionPage(tuple(lines), lines[-1].id if len(rows) > ROWS_OF_A_PAGE else None)


def take_provisions(
    asked: ProvisionFilter, purpose: str, unit_of_work: UnitOfWork, actor: Actor
) -> tuple[int, ...]:
    """The keys of a table's rows, the newest first, 100,000 at most, once the taking is on record; InvalidInput by field."""
    login = require_role(actor, *READERS)
    _check(asked)
    told = purpose.strip()
    if not SHORTEST_PURPOSE <= len(told) <= LONGEST_PURPOSE:
        raise InvalidInput({"purpose": "TOO_LONG" if len(told) > LONGEST_PURPOSE else "TOO_SHORT"})
    with unit_of_work as unit:
        keys = _select(asked, login, unit).with_only_columns(DataProvision.id)
        ids = tuple(unit.session.scalars(keys.order_by(DataProvision.id.desc()).limit(MOST_ROWS)))
        payload = {"what": "data_provisions", "format": "csv", "number": len(ids), "purpose": told}
        unit.trail.add(None, "list.exported", payload, actor)
    return ids


def read_provisions(ids: Sequence[int], make_unit: UnitFactory, actor: Actor) -> Iterator[ProvisionLine]:
    """In their order, a thousand at a time; what is not the person's any more meanwhile is left out."""
    login = require_role(actor, *READERS)
    for start in range(0, len(ids), ROWS_AT_ONCE):
        part = ids[start : start + ROWS_AT_ONCE]
        with make_unit().reading() as unit:
            query = _select(ProvisionFilter(), login, unit).where(DataProvision.id.in_(part))
            rows = unit.session.execute(query.order_by(DataProvision.id.desc())).all()
            lines = _tell([(row, number) for row, number in rows], unit)
        yield from lines


def _check(asked: ProvisionFilter) -> None:
    if asked.since is not None and asked.until is not None and asked.until < asked.since:
        raise InvalidInput({"until": "ENDS_BEFORE_IT_BEGINS"})


def _select(asked: ProvisionFilter, login: str, unit: Unit) -> Select[DataProvision, str | None]:
    no_case = DataProvision.complaint_id.is_(None)
    query = (
        select(DataProvision, Complaint.number)
        .outerjoin(Complaint, Complaint.id == DataProvision.complaint_id)
        .where(or_(no_case, ~is_kept_away(Complaint.id, login, unit)))
    )
    if asked.recipient in set(Recipient):
        query = query.where(DataProvision.recipient == Recipient(asked.recipient))
    if asked.number:
        query = query.where(Complaint.number == asked.number)
    if asked.since is not None:
        query = query.where(DataProvision.at >= at_time(asked.since, "00:00"))
    if asked.until is not None:
        query = query.where(DataProvision.at < at_time(asked.until + timedelta(days=1), "00:00"))
    return query


def _tell(rows: Sequence[tuple[DataProvision, str | None]], unit: Unit) -> list[ProvisionLine]:
    names = map_people_names(unit, logins={row.by for row, _ in rows})
    contracts = {row.contract_id for row, _ in rows if row.contract_id}
    called = select(DataContract).where(DataContract.id.in_(contracts))
    partners = {row.id: row.name for row in unit.session.scalars(called)} if contracts else {}
    return [
        ProvisionLine(
            id=row.id,
            at=row.at,
            by=names.get(row.by, "" if row.by in ("system", "citizen") else row.by),
            complaint_id=row.complaint_id,
            case=number or "",
            count=row.number,
            recipient=row.recipient,
            name=row.name or "",
            relation=row.relation,
            purpose=row.purpose,
            words=row.words or "",
            way=row.way,
            kinds=tuple(row.kinds),
            contract=partners.get(row.contract_id or "", ""),
            is_certain=row.is_certain,
        )
        for row, number in rows
    ]
