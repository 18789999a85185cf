"""The searches of a person: those without a name stand in an address instead of their words, named ones are his views."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, select

from models.case.case_view import LONGEST_NAME, CaseView
from models.case.lifecycle import Stage
from models.ground.base import JsonObject
from models.ground.codes import Category, Channel
from models.ground.errors import InvalidInput, NotFound
from models.ground.ids import new_id
from services.actor import Actor, staff_id_of
from services.unit_of_work import Unit, UnitOfWork
from services.views.case_filter import CaseFilter, CaseOrder

MOST_VIEWS = 20
# Searches without a name: enough for the tabs and the way back of a day.
MOST_SEARCHES = 30
_LEDGER = "ledger"


@dataclass(frozen=True, slots=True)
class NamedView:
    """One view of the person's own."""

    view_id: str
    name: str


@dataclass(frozen=True, slots=True)
class KeptSearch:
    """What a view or an earlier search asks for; `name` None for one without.

    `ledger` is what the ledger is asked beside, as JSON; None of the list of cases.
    """

    asked: CaseFilter
    order: CaseOrder
    name: str | None = None
    ledger: JsonObject | None = None


def keep_search(search: KeptSearch, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """The id under which it is found again by the same person; of his searches without a name the oldest go."""
    login = staff_id_of(actor)
    with unit_of_work as unit:
        row = _add(search, login, unit)
        older = (
            select(CaseView.id)
            .where(CaseView.staff_id == login, CaseView.is_named.is_(False))
            .order_by(CaseView.made_at.desc(), CaseView.id)
            .offset(MOST_SEARCHES)
        )
        gone = unit.session.scalars(older).all()
        unit.session.execute(delete(CaseView).where(CaseView.id.in_(gone)))
        return row.id


def save_view(search: KeptSearch, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """Keep it under its name; one of the same name is replaced. InvalidInput on `name`."""
    login, name = staff_id_of(actor), (search.name or "").strip()
    if not 1 <= len(name) <= LONGEST_NAME:
        raise InvalidInput({"name": "TOO_LONG" if name else "REQUIRED"})
    with unit_of_work as unit:
        named = _list_named(login, unit, of_ledger=search.ledger is not None)
        same = [row for row in named if row.name == name]
        if len(named) - len(same) >= MOST_VIEWS:
            raise InvalidInput({"name": "TOO_MANY_VIEWS"})
        for row in same:
            unit.session.delete(row)
        row = _add(search, login, unit)
        row.name, row.is_named = name, True
        return row.id


def delete_view(view_id: str, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """NotFound for one of somebody else."""
    with unit_of_work as unit:
        unit.session.delete(_get(view_id, unit, actor))


def list_views(unit_of_work: UnitOfWork, actor: Actor, *, of_ledger: bool = False) -> tuple[NamedView, ...]:
    """The person's own of the list of cases, or of the ledger, in the order they were made."""
    with unit_of_work.reading() as unit:
        rows = _list_named(staff_id_of(actor), unit, of_ledger=of_ledger)
        return tuple(NamedView(row.id, row.name or "") for row in rows)


def get_search(view_id: str, unit_of_work: UnitOfWork, actor: Actor) -> KeptSearch:
    """NotFound for one of somebody else, or one that went."""
    with unit_of_work.reading() as unit:
        row = _get(view_id, unit, actor)
        order, ledger = CaseOrder(str(row.asked.get("order", "newest"))), row.asked.get(_LEDGER)
        return KeptSearch(_read(row.asked), order, row.name, ledger if isinstance(ledger, dict) else None)


def _get(view_id: str, unit: Unit, actor: Actor) -> CaseView:
    row = unit.session.get(CaseView, view_id)
    if row is None or row.staff_id != staff_id_of(actor):
        raise NotFound
    return row


def _add(search: KeptSearch, login: str, unit: Unit) -> CaseView:
    asked = _write(search.asked, search.order)
    if search.ledger is not None:
        asked[_LEDGER] = search.ledger
    row = CaseView(id=new_id(), staff_id=login, asked=asked, is_named=False, made_at=unit.clock.now())
    unit.session.add(row)
    unit.session.flush()
    return row


def _list_named(login: str, unit: Unit, *, of_ledger: bool) -> list[CaseView]:
    query = select(CaseView).where(CaseView.staff_id == login, CaseView.is_named.is_(True))
    rows = unit.session.scalars(query.order_by(CaseView.made_at, CaseView.id))
    return [row for row in rows if (_LEDGER in row.asked) == of_ledger]


def _write(asked: CaseFilter, order: CaseOrder) -> dict[str, object]:
    return {
        **asked.by_codes(),
        "words": asked.words,
        "respondent": asked.respondent,
        "case_ids": None if asked.case_ids is None else list(asked.case_ids),
        "order": order.value,
    }


def _read(kept: dict[str, object]) -> CaseFilter:
    def text(name: str) -> str:
        return str(kept.get(name) or "")

    ids = kept.get("case_ids")
    return CaseFilter(
        number=text("number"),
        stage=Stage(text("stage")) if kept.get("stage") else None,
        handling_unit=text("handling_unit"),
        handler_id=text("handler_id"),
        category=Category(text("category")) if kept.get("category") else None,
        channel=Channel(text("channel")) if kept.get("channel") else None,
        received_from=date.fromisoformat(text("received_from")) if kept.get("received_from") else None,
        received_until=date.fromisoformat(text("received_until")) if kept.get("received_until") else None,
        is_overdue=bool(kept.get("is_overdue")),
        words=text("words"),
        respondent=text("respondent"),
        case_ids=tuple(str(value) for value in ids) if isinstance(ids, list) else None,
    )
