"""What may be done about a matter by what was found of it, wherever disposals are chosen."""

from models.ground.codes import Disposal, Finding
from models.ground.errors import InvalidInput
from services.forms.task_case import Answers, text_of, texts_of

_TRUE = frozenset({Finding.SUBSTANTIATED, Finding.PARTLY_SUBSTANTIATED})
# Where nothing was found true, a practice may still be improved.
_WITHOUT_FAULT = frozenset({Disposal.NO_ACTION, Disposal.IMPROVE_SERVICE})


def check_disposals(rows: list[Answers]) -> None:
    """InvalidInput where disposals do not fit the finding.

    (Partly) true: something is done, never `no_action`. Not true or not to be verified: `no_action`, at most an improvement
    beside it.
    """
    errors = {
        f"matters.{index}.disposals": fault for index, row in enumerate(rows) if (fault := _find_fault(row))
    }
    if errors:
        raise InvalidInput(errors)


def _find_fault(row: Answers) -> str | None:
    told, finding = {Disposal(text) for text in texts_of(row, "disposals")}, text_of(row, "finding")
    if finding in _TRUE:
        return "NO_ACTION_ON_TRUE" if Disposal.NO_ACTION in told else None
    if finding and (Disposal.NO_ACTION not in told or not told <= _WITHOUT_FAULT):
        return "ACTION_ON_NOT_TRUE"
    return None
