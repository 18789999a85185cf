"""The legal bases that a decision of today may rest on, and how they are cited."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.clock.legal_time import beijing_date
from models.ground.basis_codes import BasisUse
from models.ground.ids import new_id
from models.office.legal_basis import LegalBasis
from models.store.seeds import read_seed
from services.office.unit_options import Option
from services.unit_of_work import Unit

SEED = "legal_bases"


def seed_legal_bases(session: Session) -> int:
    """Add the bases that come with the product to a register that is empty; returns how many."""
    if session.scalars(select(LegalBasis.id).limit(1)).first() is not None:
        return 0
    entries = read_seed(SEED)["bases"]
    for entry in entries:
        begins = entry["in_force_from"]
        day = date.fromisoformat(begins) if begins else None
        session.add(LegalBasis(**{**entry, "id": new_id(), "version": 1, "in_force_from": day}))
    session.flush()
    return len(entries)


def list_bases_in_force(use: BasisUse, unit: Unit) -> list[LegalBasis]:
    """Those that serve this decision today."""
    today = beijing_date(unit.clock.now())
    rows = unit.session.scalars(
        select(LegalBasis).where(LegalBasis.ended_at.is_(None)).order_by(LegalBasis.code)
    )
    return [row for row in rows if use in row.uses and row.is_in_force(today)]


def list_basis_options(use: BasisUse, unit: Unit) -> list[Option]:
    """The same as a form offers them: how it is cited, and what it says."""
    return [
        {"label": f"{row.words()}：{row.text}" if row.text else row.words(), "value": row.id}
        for row in list_bases_in_force(use, unit)
    ]


def propose_only_basis(options: Sequence[Option]) -> dict[str, list[str]]:
    """Ticks the basis where one alone is in force for this use; among several a person chooses."""
    return {"basis_ids": [options[0]["value"]]} if len(options) == 1 else {}


def word_bases(rows: Sequence[LegalBasis], beside: str = "") -> str:
    """The bases as a letter cites them, and behind them what was written beside."""
    told = [*(row.words() for row in rows), beside.strip().removeprefix("依据：").rstrip("。；")]
    return "；".join(part for part in told if part)
