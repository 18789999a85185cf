"""A case told by somebody of whom it is said whose matter it is, and how it goes on to its answer."""

from __future__ import annotations

import secrets

from models.case.complaint import Complaint
from models.case.task import Task
from models.ground.evidence_codes import EvidenceKind
from services.acts.take_act import TakeAct, take_act
from services.evidence.items import NewItem, register_item
from services.filing.new_case import FiledComplaint
from services.forms.task_case import TaskCase
from services.tasks import give_answer
from tests.full_office import FullOffice
from tests.unit.services.projected_task import add_task, submit

CLERK, HANDLER = "wen.rusheng", "xun.wenshi"
WARD = "庄小宝"
# What an answer about another's matter must not tell.
RESULT = ("属实", "纠正错误", "有依据", "查明", "支持")


def file_as(office: FullOffice, standing: str, **told: object) -> FiledComplaint:
    """Filed by the page, each from an address of its own."""
    return office.file(address=f"standing-{secrets.token_hex(4)}", standing=standing, **told)


def put_proof(office: FullOffice, case: str, title: str = "授权委托书原件") -> str:
    """A paper without a file, registered and numbered; its id."""
    with office.unit_of_work() as unit:
        item = register_item(
            case, NewItem(kind=EvidenceKind.DOCUMENTARY, title=title), unit, office.actor(CLERK)
        )
        return item.id


def say(office: FullOffice, case: str, standing: str, **told: object) -> None:
    """The clerk asks and enters it, or corrects it."""
    answers = {"standing": standing, "reason": "电话询问，本人说明", **told}
    take_act(TakeAct(case, "record-standing", answers), office.unit_of_work(), office.actor(CLERK))


def answer(office: FullOffice, case: str, **parts: str) -> None:
    """The opinion is approved; the answer goes out as proposed, or with other parts."""
    proposed = propose(office, case)
    submit(office, case, "give-answer", HANDLER, **{**proposed, "ways": ["phone"], **parts})


def propose(office: FullOffice, case: str) -> dict[str, object]:
    """What the form of the answer is filled with, without what is only shown."""
    key = add_task(office, case, "give-answer")
    with office.unit_of_work().reading() as unit:
        complaint, task = unit.session.get_one(Complaint, case), unit.session.get_one(Task, key)
        shown = give_answer.context(TaskCase(unit, complaint, task, office.actor(HANDLER)))
    return {name: shown[name] for name in ("findings_text", "decision_text", "measures_text")}
