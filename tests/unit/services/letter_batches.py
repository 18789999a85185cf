"""Batches of letters of a mass complaint, as their tests order, write and look at them."""

from __future__ import annotations

import pypdfium2

from models.case.complaint import Complaint
from models.case.letter import CaseLetter
from models.ground.letter_codes import BatchRefusal
from services.filing.new_case import FiledComplaint
from services.letters.batch.get_batch import BatchPage, get_batch
from services.letters.batch.order_batch import OrderBatch, order_batch
from services.letters.batch.write_batch import write_batches_step
from tests.full_office import FullOffice
from tests.unit.services.mass_complaint import CLERK, open_mass_complaint

SUPERVISOR, VISITOR, OTHER_UNIT = "jian.rujing", "fang.huiyin", "zong.heke"
ADDRESS, KIND, ROUND = "https://tousu.example.cn/", "acceptance_notice", "round-1"


def four_files(office: FullOffice) -> list[FiledComplaint]:
    """Four accepted files, the first leading."""
    return open_mass_complaint(office, 4)


def order(
    office: FullOffice, leading: str, sent: str = "a" * 32, by: str = CLERK, *, kind: str = KIND
) -> str:
    return order_batch(OrderBatch(leading, kind, sent, ADDRESS), office.unit_of_work(), office.actor(by))


def write_all(office: FullOffice) -> None:
    while write_batches_step(office.unit_of_work):
        pass


def shown(office: FullOffice, batch_id: str, by: str = CLERK) -> BatchPage:
    return get_batch(batch_id, office.unit_of_work(), office.actor(by))


def reasons(office: FullOffice, batch_id: str, by: str = CLERK) -> dict[str, BatchRefusal]:
    return {line.number: line.refusal for line in shown(office, batch_id, by).refused}


def numbers(office: FullOffice) -> list[str]:
    """Of the letters, in the order of their complaints' numbers."""
    of = {row.id: row.number for row in office.rows(Complaint)}
    return [str(row.number) for row in sorted(office.rows(CaseLetter), key=lambda row: of[row.complaint_id])]


def words_of_page(content: bytes, no: int) -> str:
    document = pypdfium2.PdfDocument(content)
    assert len(document) == 4
    return "".join(document[no].get_textpage().get_text_bounded().split())
