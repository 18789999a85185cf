"""The one rule about disposals of a matter, wherever they are chosen."""

from models.ground.codes import Disposal
from models.ground.errors import InvalidInput
from services.forms.task_case import Answers, texts_of


def check_disposals(rows: list[Answers]) -> None:
    """InvalidInput when `no_action` stands beside another disposal of the same matter."""
    errors = {
        f"matters.{index}.disposals": "NO_ACTION_ALONE"
        for index, row in enumerate(rows)
        if Disposal.NO_ACTION in texts_of(row, "disposals") and len(texts_of(row, "disposals")) > 1
    }
    if errors:
        raise InvalidInput(errors)
