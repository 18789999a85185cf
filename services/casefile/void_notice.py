"""A 延期告知书 whose extension came to nothing tells a date that does not hold: it leaves by no way, and he is not shown it."""

from models.beside.extension import Extension
from models.case.letter import CaseLetter
from models.case.lifecycle import RequestState
from services.unit_of_work import Unit

NOTICE_KIND = "extension_notice"
NOTICE_VOID = "NOTICE_VOID"


def is_void(letter: CaseLetter, unit: Unit) -> bool:
    """Whether its extension ended without effect; never of another kind of letter."""
    if letter.kind != NOTICE_KIND:
        return False
    row = unit.session.get(Extension, letter.subject)
    return row is not None and row.state is not RequestState.OPEN and not row.is_effective
