"""Causes of what was found true, as a person says them."""

from __future__ import annotations

from typing import Any

from services.acts.take_act import TakeAct, take_act
from tests.full_office import FullOffice


def code(office: FullOffice, case: str, *rows: dict[str, Any], login: str = "xun.wenshi") -> None:
    """A row for each matter that was found true, by the act."""
    take_act(
        TakeAct(case, "code-causes", {"matters": list(rows)}), office.unit_of_work(), office.actor(login)
    )
