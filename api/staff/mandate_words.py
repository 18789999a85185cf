"""What a mandate opens, in words: the names of its units and items."""

from __future__ import annotations

from api.i18n import gettext
from api.staff.figure_names import name_values
from models.office.oversight import OversightMandate


def name_codes(mandate: OversightMandate) -> tuple[str, str]:
    """Its units and its items, by name; all of them where it names none."""
    between = gettext(", ")
    units, items = (
        name_values(group, codes)
        for group, codes in (("handling_unit", mandate.units), ("items", mandate.items))
    )
    return (
        between.join(map(units, mandate.units)) or gettext("all units"),
        between.join(map(items, mandate.items)) or gettext("all service items"),
    )
