"""The progress page asks the database as often for much as for little."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from models.beside.supplement import Supplement
from models.case.evidence import Evidence
from models.ground.ids import new_id
from models.vault.identity_reveal import IdentityReveal
from tests.both_databases.test_list_queries import statements
from tests.full_office import FullOffice
from tests.unit.services.projected_task import accept
from tests.web.pages import FIELDS, Visitor

MOST = 40


def add_many(office: FullOffice, complaint_id: str, number: int) -> None:
    """Files, words and looks at the identity, each so many times."""
    with office.unit_of_work() as unit:
        for no in range(number):
            at = office.clock.now() + timedelta(minutes=no)
            file = new_id()
            unit.session.add_all(
                (
                    Evidence(
                        id=file, complaint_id=complaint_id, name=f"{no}.jpg", kind="image", size=1,
                        media_type="image/jpeg", sha256="0" * 64, storage_key=file, added_by="citizen",
                        added_at=at, source="citizen",
                    ),
                    Supplement(id=new_id(), complaint_id=complaint_id, text=f"第{no}次", by="citizen", received_at=at),
                    IdentityReveal(
                        complaint_id=complaint_id, purpose="电话核实", viewer="xun.wenshi", at=at, fields=["phone"]
                    ),
                )
            )  # fmt: skip


@pytest.mark.parametrize("form", ["/progress", "/progress/slip"])
def test_it_asks_as_often_for_fifty_things_as_for_one(
    app: Flask, office: FullOffice, citizen: Visitor, form: str
) -> None:
    """With the own part opened, which shows most."""
    filed = office.file(name=FIELDS["name"], phone=FIELDS["phone"])
    accept(office, filed.complaint_id)
    key = {"number": filed.number, "query_code": filed.query_code}
    citizen.get("/progress")
    assert citizen.post("/progress/own", {**key, "mark": FIELDS["phone"]}).status_code == 200
    counts = []
    for number in (1, 49):
        add_many(office, filed.complaint_id, number)
        with statements(office) as asked:
            page = citizen.post(form, key)
        assert page.status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert 0 < counts[0] <= MOST, "\n".join(asked)
