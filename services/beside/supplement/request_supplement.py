"""Asks the complainant for missing material: the clocks of the stage stand still until it comes or the window is over."""

from dataclasses import dataclass

from models.beside.supplement_request import SupplementRequest
from models.case.complaint import Complaint
from models.case.lifecycle import Stage
from models.ground.errors import InvalidInput, RuleRefused
from services.actor import Actor
from services.case.earlier_diagram import find_diagram_bar
from services.case.record_contact import Contact, reaching_ways, record_contact
from services.requests.kinds.supplement import SUPPLEMENT
from services.requests.named_matters import chosen_matters
from services.requests.open_request import NewRequest, open_request
from services.requests.windows import window_end
from services.unit_of_work import Unit

WINDOW = "supplement"
DEFAULT_WINDOW_WD, LONGEST_WINDOW_WD = 5, 15
ASKED = "通知补正材料。"
SUPPLEMENT_NOT_NOW = "SUPPLEMENT_NOT_NOW"
ASKING_STAGES = frozenset({Stage.INTAKE, Stage.INVESTIGATION})


@dataclass(frozen=True, slots=True)
class RequestSupplement:
    """What is missing for which matters, empty for all; `window_wd` working days to answer, `way` how it is told.

    `mail_no` is the number of a registered letter.
    """

    items: str
    window_wd: int = DEFAULT_WINDOW_WD
    way: str = ""
    matter_nos: tuple[int, ...] = ()
    mail_no: str = ""


def find_supplement_bar(complaint: Complaint, unit: Unit) -> str | None:
    """SUPPLEMENT_NOT_NOW outside of intake and investigation, EARLIER_DIAGRAM: no diagram waits for material there."""
    if complaint.stage not in ASKING_STAGES:
        return SUPPLEMENT_NOT_NOW
    return find_diagram_bar(SUPPLEMENT, complaint, unit)


def request_supplement(
    command: RequestSupplement, complaint: Complaint, unit: Unit, actor: Actor
) -> SupplementRequest:
    """Open a round in the caller's unit, also beside an open one.

    RuleRefused with the code of find_supplement_bar, InvalidInput by field.
    """
    if code := find_supplement_bar(complaint, unit):
        raise RuleRefused(code)
    _check(command)
    row = SupplementRequest(
        matter_nos=chosen_matters(command.matter_nos, complaint, unit),
        items=command.items.strip(),
        way=command.way or None,
        window_wd=command.window_wd,
        window_ends_at=window_end(WINDOW, unit, amount=command.window_wd),
    )
    open_request(NewRequest(SUPPLEMENT, row), complaint, unit, actor)
    if ways := reaching_ways([command.way] if command.way else []):
        record_contact(Contact(f"{ASKED}{command.mail_no}", ways), complaint, unit, actor)
    return row


def _check(command: RequestSupplement) -> None:
    errors: dict[str, str] = {}
    if not command.items.strip():
        errors["items"] = "REQUIRED"
    if command.window_wd < 1:
        errors["window_wd"] = "TOO_SMALL"
    elif command.window_wd > LONGEST_WINDOW_WD:
        errors["window_wd"] = "TOO_LARGE"
    if errors:
        raise InvalidInput(errors)
