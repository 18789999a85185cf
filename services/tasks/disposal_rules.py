"""What of finding, adoption and disposals goes together, wherever they are chosen (table of DM-11)."""

from models.case.matter import Matter
from models.ground.codes import TRUE_AT_LEAST_IN_PART, Disposal, Finding
from models.ground.errors import InvalidInput
from models.ground.matter_codes import Adoption, MatterKind
from services.forms.task_case import Answers, text_of, texts_of

BESIDE_NO_ACTION = frozenset({Disposal.NO_ACTION, Disposal.IMPROVE_SERVICE})


def check_disposals(matters: list[Matter], rows: list[Answers]) -> None:
    """InvalidInput on `disposals` by row where they do not go with the finding, or the adoption of a suggestion.

    (Partly) true: at least one, never `no_action`. Not true or not verifiable: `no_action`, at most `improve_service`
    beside it. A suggestion: `improve_service` where it is adopted, else nothing or `no_action`.
    """
    errors = {
        f"matters.{index}.disposals": code
        for index, (matter, row) in enumerate(zip(matters, rows, strict=True))
        if (code := _find_fault(matter, row)) is not None
    }
    if errors:
        raise InvalidInput(errors)


def _find_fault(matter: Matter, row: Answers) -> str | None:
    chosen = {Disposal(code) for code in texts_of(row, "disposals")}
    if matter.kind is MatterKind.SUGGESTION:
        is_adopted = text_of(row, "adoption") in {Adoption.ADOPTED, Adoption.PARTLY_ADOPTED}
        fitting = chosen == {Disposal.IMPROVE_SERVICE} if is_adopted else chosen <= {Disposal.NO_ACTION}
        return None if fitting else "NOT_WITH_THIS_ADOPTION"
    if Finding(text_of(row, "finding")) in TRUE_AT_LEAST_IN_PART:
        if not chosen:
            return "DISPOSAL_REQUIRED"
        return "NO_ACTION_ON_TRUE" if Disposal.NO_ACTION in chosen else None
    fitting = Disposal.NO_ACTION in chosen and chosen <= BESIDE_NO_ACTION
    return None if fitting else "ACTION_ON_NOT_TRUE"
