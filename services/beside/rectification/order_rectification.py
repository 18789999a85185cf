"""Orders a unit to set something right (责令整改) or to improve its service: by an opinion or by an act."""

from dataclasses import dataclass, field

from models.beside.rectification import Rectification
from models.case.complaint import Complaint
from models.ground.basis_codes import BasisUse
from models.ground.codes import RectificationKind
from models.ground.errors import InvalidInput
from models.ground.left_words import UNDECIDED, Decisions
from models.office.staff import Staff
from models.office.unit import OrganisationUnit
from services.actor import Actor
from services.beside.sheets.sent_sheet import Sending, find_due, send_sheet
from services.casefile.cite_bases import Cited, cite_bases
from services.casefile.get_case import list_respondents_in_force
from services.forms.task_case import Answers
from services.office.unit_options import map_unit_names
from services.requests.kinds.rectification import RECTIFICATION
from services.requests.open_request import NewRequest, open_request
from services.unit_of_work import Unit

LONGEST_LIMIT_WD = 60


@dataclass(frozen=True, slots=True)
class OrderRectification:
    """Which unit owes what; `due_wd` is the limit where it is not the policy's, `matter_nos` what is behind it.

    `basis`: the bases of the register by id under `basis_ids`, and words beside them under `basis`.
    `decided`: what becomes of words about third persons in it.
    """

    unit_code: str
    kind: RectificationKind
    what: str
    matter_nos: tuple[int, ...] = ()
    due_wd: int | None = None
    basis: Answers = field(default_factory=dict)
    decided: Decisions = UNDECIDED


def order_rectification(
    command: OrderRectification, complaint: Complaint, unit: Unit, actor: Actor
) -> Rectification:
    """Open the order in the caller's unit; the complaint does not wait for it. InvalidInput by field."""
    _check(command, unit)
    row = Rectification(
        unit_code=command.unit_code,
        kind=command.kind,
        what=command.what.strip(),
        matter_no=command.matter_nos[0] if command.matter_nos else None,
        due_wd=command.due_wd,
        attempts=0,
    )
    open_request(NewRequest(RECTIFICATION, row, amount=command.due_wd), complaint, unit, actor)
    row.basis = cite_bases(Cited(BasisUse.ORDER, row.id, command.basis), complaint, unit, actor)
    due = find_due(row.own_clock_id, unit)
    sending = Sending(
        row, RECTIFICATION.name, command.matter_nos, due, row.basis, words=row.what, decided=command.decided
    )
    send_sheet(sending, complaint, unit, actor)
    return row


def find_owing_unit(complaint: Complaint, unit: Unit, *, matter_no: int | None = None) -> str | None:
    """The unit that the matter is about, else the whole case; else the one that handles it, else the handler's own."""
    known = map_unit_names(unit)
    rows = [row for row in list_respondents_in_force(complaint.id, unit) if row.unit in known]
    # Its own respondent, then one of the whole case, then any.
    ranked = sorted(rows, key=lambda row: (row.matter_no != matter_no, row.matter_no is not None))
    about = ranked[0].unit if ranked else None
    if about or complaint.handling_unit:
        return about or complaint.handling_unit
    handler = unit.session.get(Staff, complaint.handler_id) if complaint.handler_id else None
    return None if handler is None else handler.unit


def _check(command: OrderRectification, unit: Unit) -> None:
    errors: dict[str, str] = {}
    if unit.session.get(OrganisationUnit, command.unit_code) is None:
        errors["unit"] = "NOT_AN_OPTION"
    if not command.what.strip():
        errors["what"] = "REQUIRED"
    if command.due_wd is not None and not 1 <= command.due_wd <= LONGEST_LIMIT_WD:
        errors["due_wd"] = "TOO_SMALL" if command.due_wd < 1 else "TOO_LARGE"
    if errors:
        raise InvalidInput(errors)
