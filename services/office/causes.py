"""The tree of causes as forms offer it and as codes become names."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.ground.cause_codes import CauseRoot
from models.office.cause import Cause
from models.store.seeds import read_seed
from services.office.unit_options import Option
from services.unit_of_work import Unit, UnitOfWork

# On forms and paper, which are Chinese; pages have them in their catalogues.
ROOT_NAMES = {
    CauseRoot.INSTITUTION: "制度",
    CauseRoot.PROCESS: "流程",
    CauseRoot.PEOPLE: "人员",
    CauseRoot.TECHNOLOGY: "技术",
    CauseRoot.ENVIRONMENT: "环境",
}


def seed_causes(session: Session) -> int:
    """Add the tree that comes with the product to an office that has none; returns how many causes."""
    if session.scalars(select(Cause.id).limit(1)).first() is not None:
        return 0
    entries = read_seed("causes")["causes"]
    for entry in entries:
        session.add(Cause(**{**entry, "root": CauseRoot(entry["root"])}))
        # One after the other: the order of the numbers is that of the tree.
        session.flush()
    return len(entries)


def list_tree(unit: Unit) -> list[Cause]:
    """The wording in force of every cause, also of retired ones, by root and then as they were entered."""
    rows = unit.session.scalars(select(Cause).order_by(Cause.id)).all()
    place = {code: at for at, code in enumerate(dict.fromkeys(row.code for row in rows))}
    order = list(CauseRoot)
    current = [row for row in rows if row.ended_at is None]
    return sorted(current, key=lambda row: (order.index(row.root), place[row.code]))


def list_cause_options(kept: Iterable[str], unit: Unit) -> list[Option]:
    """What a form offers; a retired one only where it is among those that are `kept`."""
    standing = set(kept)
    return [
        {"value": row.code, "label": word_cause(row)}
        for row in list_tree(unit)
        if not row.is_retired or row.code in standing
    ]


def word_cause(row: Cause) -> str:
    """As forms and paper name it: root and cause."""
    return f"{ROOT_NAMES[row.root]}：{row.name_zh}"


def map_cause_names(unit_of_work: UnitOfWork, language: str) -> dict[str, str]:
    """The name of every cause by its code, in `zh` or `en`, in the order of the tree."""
    with unit_of_work.reading() as unit:
        return {row.code: row.name_en if language == "en" else row.name_zh for row in list_tree(unit)}
