"""Sealed files that the head decided to hand over, for tests of transfers: rows and a seal; nobody walks a case through."""

from __future__ import annotations

from datetime import date

from models.case.complaint import Complaint
from models.case.file_keeping import FileKeeping
from models.case.file_volume import FileVolume
from models.case.lifecycle import Outcome, Stage
from models.ground.ids import new_id
from models.ground.keeping_codes import FileKind, Judgement, KeepingClass
from services.actor import SYSTEM
from services.filing.new_case import FiledComplaint
from services.transfer.open_transfer import OpenTransfer, open_transfer
from services.transfer.transfers_step import transfers_step
from services.volumes.seal_volume import seal_volume
from tests.full_office import FullOffice
from tests.unit.services.keeping_files import DIRECTOR, HANDLER

ARCHIVES = "云河市档案馆"


def close_to_transfer(office: FullOffice, no: int, name: str = "欧阳翠莲") -> FiledComplaint:
    """The `no`-th file of the office: sealed, its term over, decided to be handed over."""
    filed = office.file(address=f"203.0.113.{no}", name=name)
    case = filed.complaint_id
    with office.unit_of_work() as unit:
        row = unit.session.get_one(Complaint, case)
        row.stage, row.outcome, row.closed_at = Stage.ARCHIVED, Outcome.REFUSED, unit.clock.now()
        row.handler_id = HANDLER
        volume = FileVolume(id=new_id(), complaint_id=case, no=1, ordered_by="system")
        volume.ordered_at = unit.clock.now()
        unit.session.add(volume)
    seal_volume(case, office.unit_of_work(), SYSTEM)
    decide_transfer(office, case)
    return filed


def decide_transfer(office: FullOffice, case: str) -> None:
    """As an appraisal that was approved leaves the file."""
    with office.unit_of_work() as unit:
        row = unit.session.get_one(FileKeeping, case)
        row.kind, row.keeping = FileKind.WITHOUT_RESULT, KeepingClass.YEARS_10
        row.starts_on, row.ends_on = date(2010, 1, 1), date(2020, 12, 31)
        row.decided, row.appraisal_id = Judgement.TRANSFER, new_id()


def open_ready(office: FullOffice, login: str = DIRECTOR, *, with_identity: bool = True) -> str:
    """A transfer of what waits, made ready by the workers."""
    command = OpenTransfer(ARCHIVES, with_identity)
    transfer_id = open_transfer(command, office.unit_of_work(), office.actor(login))
    while transfers_step(office.unit_of_work):
        pass
    return transfer_id
