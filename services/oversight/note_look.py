"""Every look of a body is on record: who, when, at what."""

from __future__ import annotations

from dataclasses import dataclass

from models.ground.oversight_codes import OversightPage
from models.office.oversight import OversightMandate, OversightRead
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class Look:
    """At which page; of a file its number of the mandate, of what is taken away what for."""

    page: OversightPage
    file_no: int | None = None
    purpose: str | None = None


def note_look(mandate: OversightMandate, look: Look, unit: Unit) -> None:
    """Before anything of the page is shown, in the caller's unit."""
    unit.session.add(
        OversightRead(
            mandate_id=mandate.id,
            by=mandate.staff_id,
            at=unit.clock.now(),
            page=look.page,
            file_no=look.file_no,
            purpose=look.purpose,
        )
    )
