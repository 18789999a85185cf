"""People at work in an office that is being made: each case is brought to where it is to stay, through the pages."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from PIL import Image

from tests.acceptance.walk import CLERK, HANDLER, STEPS, Case, filing, known_case, open_task, submit
from tests.office_process import OfficeProcess
from tests.told_by_call import with_call

APPROVER = "heng.gongyun"
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"


@dataclass
class Desk:
    """The office and the cases made in it, by the word for where each stays."""

    office: OfficeProcess
    cases: dict[str, Case] = field(default_factory=dict)

    def file(self, name: str, **fields: str) -> Case:
        """A citizen files on the public page, each one somebody else."""
        no = len(self.cases)
        person = {"name": f"{SURNAMES[no % len(SURNAMES)]}来人", "phone": f"199-0000-{300 + no:04}"}
        receipt = self.office.people.file(filing(**{**person, **fields}))
        return self._know(name, receipt.number, receipt.query_code)

    def file_with_picture(self, name: str, file_name: str) -> Case:
        """A citizen files with a picture of this name."""
        fields = filing(name="证有图", phone="199-0000-0299")
        with self.office.people.client() as citizen:
            token = re.search(r'name="csrf_token"[^>]*value="([^"]*)"', citizen.get("/complaints/new").text)
            assert token
            page = citizen.post(
                "/complaints/new",
                data={**fields, "csrf_token": token[1]},
                files={"attachments": (file_name, _picture(), "image/png")},
                follow_redirects=True,
            )
        number = re.search(r"[A-Z]+-\d{4}-\d{6}", page.text)
        code = re.search(r"\b[0-9A-Z]{5}-[0-9A-Z]{4}-[0-9A-Z]{4}\b", page.text)
        assert number, page.text
        assert code, page.text
        return self._know(name, number[0], code[0])

    def walk(self, case: Case, form_id: str, **decision: Any) -> None:
        """Do the steps of the usual way until this form is open; `decision` changes the acceptance."""
        forms = [form for form, _, _ in STEPS]
        for form in forms[: forms.index(form_id)]:
            more = decision if form == "decide-acceptance" else {}
            submit(self.office, open_task(self.office, case, form), **more)
        open_task(self.office, case, form_id)

    def stay(self, name: str, form_id: str, **decision: Any) -> Case:
        """File a case and leave it where this form is open."""
        case = self.file(name)
        self.walk(case, form_id, **decision)
        return case

    def answer(self, case: Case, person: str, form_id: str, **answers: Any) -> None:
        """A person does an open task."""
        self.office.people.submit(person, open_task(self.office, case, form_id), with_call(answers))

    def act(self, case: Case, person: str, act: str, **answers: Any) -> None:
        """A person takes an act of the case file."""
        self.office.people.take_act(person, case.complaint_id, act, answers)

    def knock(self, case: Case, door: str, **fields: str) -> None:
        """The complainant uses a form that is found at the query code."""
        self.office.people.knock_as_complainant(case.number, case.query_code, door, fields)

    def press(self, case: Case, person: str, form_id: str, button: str, **sent: Any) -> None:
        """A person presses a button of an open task, or lets its page keep a half-filled form."""
        task = open_task(self.office, case, form_id)
        people = self.office.people
        session, place = people.session(person), f"/tasks/{task.user_task_key}"
        token = re.search(r'name="csrf-token"[^>]*content="([^"]*)"', session.get(place).text)
        assert token
        done = session.post(f"{place}/{button}", headers={"X-CSRF-Token": token[1]}, **sent)
        assert done.status_code < 400, done.text

    def _know(self, name: str, number: str, query_code: str) -> Case:
        assert name not in self.cases, name
        self.cases[name] = known_case(self.office, number, query_code)
        return self.cases[name]


def _picture() -> bytes:
    content = BytesIO()
    Image.new("RGB", (320, 200), (150, 190, 210)).save(content, "PNG")
    return content.getvalue()


__all__ = ["APPROVER", "CLERK", "HANDLER", "Desk"]
