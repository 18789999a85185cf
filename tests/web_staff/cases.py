"""Cases of staff page tests, and the addresses of every route for one of them."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZipFile, is_zipfile

from flask import Flask

from models.case.complaint import Complaint
from models.case.evidence import Evidence
from models.case.file_restriction import RestrictionKind
from models.case.respondent import Respondent
from models.clock.legal_time import beijing_date
from models.ground.codes import Channel, RelationEffect, RelationSubject
from models.office.declared_relation import DeclaredRelation
from services.actor import SYSTEM, citizen
from services.evidence.incoming_file import IncomingFile
from services.filing.file_complaint import FileComplaint, file_complaint
from services.filing.statement import Statement
from services.restriction.restrict import NewRestriction, restrict
from tests.full_office import CONTENT, WANTED, FullOffice
from tests.unit.services.projected_task import add_task
from tests.web.pages import Visitor, photo

# Written so that nothing else of the office can hold them by chance.
CANARIES = {
    "name": "金丝雀甲",
    "phone": "19955550177",
    "id_number": "110101199003070134",
    "email": "canary-bird@example.com",
    "postal_address": "云河市金丝雀巷77号",
    "file": "canary-attachment-4711.jpg",
}
# What the files of the office and its people never show without a purpose; the name of a file is no identity to who has the case.
PERSONAL = {name: canary for name, canary in CANARIES.items() if name != "file"}
STRANGER = "leng.rubing2"


@dataclass(frozen=True)
class TestCase:
    """A filed case with an open task and one file."""

    __test__ = False

    complaint_id: str
    number: str
    user_task_key: str
    evidence_id: str

    def address(self, rule: str) -> str:
        """A route's rule with this case's ids in it."""
        known = {
            "<complaint_id>": self.complaint_id,
            "<user_task_key>": self.user_task_key,
            "<evidence_id>": self.evidence_id,
            "<process_id>": "intake",
            "<login>": "ying.xiaoyu",
            "<any(units,windows,items):noun>": "units",
        }
        for name, value in known.items():
            rule = rule.replace(name, value)
        return rule


def file_case(office: FullOffice, address: str = "203.0.113.9") -> TestCase:
    """A case with canaries for its identity, complaining about somebody who is in no test."""
    statement = Statement(
        content=CONTENT, wanted=WANTED, respondent_window="C03", privacy_notice_version="2026-07", **PERSONAL
    )
    filed = file_complaint(
        FileComplaint(
            submission_id=secrets.token_hex(16),
            channel=Channel.PORTAL,
            statement=statement,
            raw=json.dumps({"content": CONTENT, **PERSONAL}, ensure_ascii=False),
            files=(IncomingFile(CANARIES["file"], "image/jpeg", BytesIO(photo())),),
        ),
        office.unit_of_work(),
        citizen(address),
    )
    complain_about(office, filed.complaint_id, STRANGER)
    task = add_task(office, filed.complaint_id, "decide-acceptance")
    evidence = office.rows(Evidence, complaint_id=filed.complaint_id)[0]
    return TestCase(filed.complaint_id, filed.number, task, evidence.id)


def complain_about(office: FullOffice, complaint_id: str, login: str) -> None:
    """Let the case be about this person only."""
    with office.unit_of_work() as unit:
        for row in unit.session.query(Respondent).filter_by(complaint_id=complaint_id):
            row.staff_id, row.unit = login, None


def designate(office: FullOffice, complaint_id: str, login: str) -> None:
    """Make this person the case's handler."""
    with office.unit_of_work() as unit:
        unit.session.get_one(Complaint, complaint_id).handler_id = login


def restrict_to(office: FullOffice, complaint_id: str, *readers: str) -> None:
    """Let the case be for these people alone."""
    with office.unit_of_work() as unit:
        complaint = unit.session.get_one(Complaint, complaint_id)
        restrict(NewRestriction(RestrictionKind.PERSON, readers, reason="测试"), complaint, unit, SYSTEM)


def relate(office: FullOffice, login: str, subject: str) -> None:
    """Declare a relation that bars `login` from cases about `subject`."""
    with office.unit_of_work() as unit:
        unit.session.add(
            DeclaredRelation(
                staff_id=login,
                relation="配偶",
                subject_type=RelationSubject.STAFF,
                subject=subject,
                effect=RelationEffect.HARD_BLOCK,
                declared_on=beijing_date(office.clock.now()),
            )
        )


def get_rules(app: Flask) -> Iterator[str]:
    """Every route that is read with GET, static files left out."""
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or set()) and not rule.rule.startswith("/static"):
            yield rule.rule


def read(visitor: Visitor, address: str) -> tuple[int, str]:
    """Status and body of a GET, a workbook unpacked; bytes that are no text are replaced."""
    answer = visitor.client.get(address, environ_base={"REMOTE_ADDR": visitor.address})
    return answer.status_code, unpacked(answer.data).decode("utf-8", "replace")


def unpacked(content: bytes) -> bytes:
    """The parts of a workbook one after the other; anything else as it is."""
    if not is_zipfile(BytesIO(content)):
        return content
    with ZipFile(BytesIO(content)) as packed:
        return b"\n".join(packed.read(name) for name in packed.namelist())
