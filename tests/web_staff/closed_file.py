"""A closed case with letters, evidence and a long name, as the pages of its file need it."""

from __future__ import annotations

from io import BytesIO

from models.case.investigation_act import InvestigationAct
from models.ground.codes import Method
from models.ground.ids import new_id
from services.actor import SYSTEM
from services.case.archive_case import ArchiveCase, archive_case
from services.evidence.incoming_file import IncomingFile
from services.filing.new_case import FiledComplaint
from services.letters.freeze_letter import FreezeLetter, freeze_letter
from services.once.once_per_job import JobIdentity
from tests.full_office import FullOffice
from tests.unit.services.projected_task import submit, walk_to
from tests.web.pages import photo

NAME, PHONE = "欧阳翠莲", "199-0000-0201"
PICTURE, SOUND = "窗口照片𠮷.jpg", "通话录音.txt"
ANSWER = {
    "findings_text": "经查属实",
    "decision_text": "当面道歉",
    "measures_text": "培训窗口",
    "ways": ["phone"],
}
HANDLER, SUPERVISOR = "xun.wenshi", "jian.rujing"


def close_file_of(office: FullOffice, address: str) -> FiledComplaint:
    """Filed, accepted with a letter, found, answered with a letter, archived."""
    files = [
        IncomingFile(PICTURE, "image/jpeg", BytesIO(photo())),
        IncomingFile(SOUND, "text/plain", BytesIO("通话内容".encode())),
    ]
    filed = office.file(*files, address=address, name=NAME, phone=PHONE)
    case = filed.complaint_id
    walk_to(office, case, "give-answer")
    ask_somebody(office, case)
    freeze(office, case, "acceptance_notice")
    submit(office, case, "give-answer", HANDLER, **ANSWER)
    freeze(office, case, "answer")
    job = JobIdentity(str(int(case[:8], 16)), "2251799813685301", "complaint.archive-case")
    archive_case(ArchiveCase(case, 1, job), office.unit_of_work(), SYSTEM)
    return filed


def ask_somebody(office: FullOffice, case: str) -> None:
    """An interview on record, of which no signed paper is there."""
    with office.unit_of_work() as unit:
        now = unit.clock.now()
        act = InvestigationAct(id=new_id(), complaint_id=case, round=1, method=Method.INTERVIEW, by=HANDLER)
        act.record_text, act.done_at, act.recorded_at = "询问窗口人员", now, now
        unit.session.add(act)


def freeze(office: FullOffice, case: str, kind: str) -> str:
    """A letter of the first round, in the words of the office."""
    command = FreezeLetter(case, kind, "round-1", {}, None, "http://127.0.0.1/")
    return freeze_letter(command, office.unit_of_work(), office.actor("wen.rusheng"))
