"""A complaint in its steps over a socket: material is sent with it, and its progress is asked for."""

from __future__ import annotations

import re

from models.case.complaint import Complaint
from models.case.evidence import Evidence
from tests.served_office import ServedOffice
from tests.web.pages import FIELDS, photo, text_of


def test_the_portal_takes_a_complaint_with_material_and_tells_its_progress(
    served_office: ServedOffice,
) -> None:
    """R14: the online form, material sent up with a Chinese name, and the query of the progress."""
    visitor = served_office.visitor()
    visitor.get("/complaints/new")
    files = [("attachments", ("窗口告知单（九月三日）.jpg", photo(), "image/jpeg"))]
    step = visitor.post("/complaints/new/what", {"content": FIELDS["content"]}, files=files)
    assert (step.status_code, step.headers["Location"]) == (303, "/complaints/new/wish")
    assert visitor.post("/complaints/new/wish", {"wanted": FIELDS["wanted"]}).status_code == 303
    assert visitor.post("/complaints/new/you", {"anonymous": "true"}).status_code == 303
    page = visitor.get("/complaints/new/check")
    assert "窗口告知单（九月三日）.jpg" in page.text
    sent = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.text))
    receipt = visitor.post("/complaints/new", sent)
    number = re.search(r"data-receipt-number>([^<]+)<", receipt.text)
    code = re.search(r"data-receipt-code>([^<]+)<", receipt.text)
    assert receipt.status_code == 200 and number is not None and code is not None
    (case,) = served_office.office.rows(Complaint, number=number[1])
    (evidence,) = served_office.office.rows(Evidence, complaint_id=case.id)
    assert evidence.name == "窗口告知单（九月三日）.jpg"
    visitor.get("/progress")
    shown = visitor.post("/progress", {"number": number[1], "query_code": code[1]})
    assert shown.status_code == 200
    assert f"{number[1]} 办理进度" in text_of(shown)  # type: ignore[arg-type]  # both have a text
