"""The office as its people meet it: one signed-in HTTP session per person, from an address of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import httpx

from deploy.plain_http import TRUSTS_NOBODY
from deploy.replay.evidence_files import SentFile, as_sent
from deploy.replay.page_reading import (
    Receipt,
    StepRefused,
    get_page,
    open_form,
    raise_for_refusal,
    read_code,
    read_hidden,
    read_receipt,
    read_submit_url,
    read_token,
    solve_challenge,
)

READER = "jian.rujing"  # a supervisor: sees every file and handles none
_TIMEOUT = 30.0  # seconds
_IDLE = (
    1.0  # seconds; the web server closes what is idle longer, perhaps just when the next request is under way
)
# What a case file takes once for each page that was shown.
_ONCE_FOR_EACH_PAGE = frozenset({"entries"})


_ENDING = 10**8


def _ending(field: str) -> str:
    """The last digits of the number of a letter, by the row of the list that it stands in."""
    return f"{int(field.rpartition('-')[2], 16) % _ENDING:08d}"


@dataclass(frozen=True, slots=True)
class OpenTask:
    """An open user task of one complaint."""

    user_task_key: str
    form_id: str


@dataclass(frozen=True, slots=True)
class SplitMatter:
    """A matter as the form of the split has it."""

    text: str
    kind: str = "complaint"


@dataclass(frozen=True, slots=True)
class SplitClaim:
    """A claim as the form of the split has it, with the numbers of its matters."""

    text: str
    matters: tuple[int, ...] = ()


class Office:
    """Signs people in on first use; `close` ends all sessions."""

    def __init__(self, address: str, passwords: dict[str, str]) -> None:
        self._address = address
        self._passwords = passwords
        self._sessions: dict[str, httpx.Client] = {}
        self._citizens = 0
        # Whether a letter may be out of which nobody has heard: until a look at the list says that there is none.
        self.has_mail_out = True

    def close(self) -> None:
        """Close every connection."""
        for session in self._sessions.values():
            session.close()

    def file(self, fields: dict[str, str], files: Sequence[SentFile] = ()) -> Receipt:
        """File a complaint on the public page, with what goes with it."""
        self._citizens += 1
        with self.client() as citizen:
            page = citizen.get("/complaints/new")
            fields = {**fields, "csrf_token": read_hidden(page, "csrf_token")}
            sent = as_sent(files)
            answer = citizen.post("/complaints/new", data=fields, files=sent, follow_redirects=True)
            if solved := solve_challenge(answer.text):
                again = fields | solved | {"submission_id": read_hidden(answer, "submission_id")}
                answer = citizen.post("/complaints/new", data=again, files=sent, follow_redirects=True)
            return read_receipt(answer)

    def register(self, clerk: str, fields: dict[str, str], files: Sequence[SentFile] = ()) -> Receipt:
        """Register a complaint of another channel, with what came with it."""
        session = self.session(clerk)
        page = get_page(session, "/register")
        fields = {**fields, "csrf_token": read_hidden(page, "csrf_token")}
        sent = as_sent(files)
        return read_receipt(session.post("/register", data=fields, files=sent, follow_redirects=True))

    def find_case(self, person: str, number: str) -> str:
        """The complaint's id by its number."""
        rows = self.read(person, f"/api/v1/cases?number={quote(number)}")["cases"]
        if not rows:
            raise StepRefused(f"{number} is not visible to {person}")
        return str(rows[0]["complaint_id"])

    def read(self, person: str, path: str) -> dict[str, Any]:
        """GET a JSON resource as `person`."""
        answer = get_page(self.session(person), path)
        raise_for_refusal(answer)
        body: dict[str, Any] = answer.json()
        return body

    def read_page(self, person: str, path: str) -> str:
        """A page as `person` sees it."""
        page = get_page(self.session(person), path)
        raise_for_refusal(page)
        return page.text

    def read_progress(self, number: str, query_code: str) -> str:
        """What the complainant reads with number and code."""
        with self.client() as citizen:
            page = citizen.get("/progress")
            own = {"number": number, "query_code": query_code, "csrf_token": read_hidden(page, "csrf_token")}
            page = citizen.post("/progress", data=own, follow_redirects=True)
            raise_for_refusal(page)
            return page.text

    def list_tasks(self, person: str, complaint_id: str) -> list[OpenTask]:
        """Open tasks of a complaint that are `person`'s to do; who answers for a unit sees no more of the file."""
        return [
            OpenTask(str(row["user_task_key"]), str(row["form_id"]))
            for row in self._read_tasks(person, f"/api/v1/tasks?complaint={complaint_id}&mine=true")
            if row["state"] == "open"
        ]

    def _read_tasks(self, person: str, path: str) -> Iterator[dict[str, Any]]:
        """The rows of every page of a list."""
        seen = 0
        for number in count(1):
            page = self.read(person, f"{path}&page={number}")
            yield from page["tasks"]
            seen += len(page["tasks"])
            if seen >= page["total"] or not page["tasks"]:
                return

    def submit(self, person: str, task: OpenTask, answers: dict[str, Any]) -> None:
        """Complete a task's form."""
        self.has_mail_out = self.has_mail_out or bool(answers.get("mail_no"))
        session = self.session(person)
        page = open_form(session, f"/tasks/{task.user_task_key}")
        headers = {"X-CSRF-Token": read_token(page), "Accept": "application/json"}
        answer = session.post(f"/tasks/{task.user_task_key}", json={"answers": answers}, headers=headers)
        raise_for_refusal(answer)

    def put_into_form(self, person: str, task: OpenTask, file: SentFile) -> dict[str, Any]:
        """Put a file into a task's form; the reference to it, as its file field answers with."""
        session, place = self.session(person), f"/tasks/{task.user_task_key}"
        headers = {"X-CSRF-Token": read_token(open_form(session, place)), "Accept": "application/json"}
        sent = {"file": (file.name, file.content, file.media_type)}
        answer = session.post(f"{place}/files?submission_id={uuid4().hex}", files=sent, headers=headers)
        raise_for_refusal(answer)
        put: dict[str, Any] = answer.json()
        return put

    def add_entry(self, person: str, complaint_id: str, fields: dict[str, Any]) -> None:
        """Write a first contact or a note into the case file."""
        self._post(person, complaint_id, "entries", fields)

    def correct_split(
        self, person: str, complaint_id: str, matters: list[SplitMatter], claims: list[SplitClaim]
    ) -> None:
        """Correct the split into matters and claims, and the kind of each matter."""
        fields = {
            "matter_text": [matter.text for matter in matters],
            "matter_kind": [matter.kind for matter in matters],
            "claim_text": [claim.text for claim in claims] or [""],
            "claim_matters": ["、".join(map(str, claim.matters)) for claim in claims] or [""],
        }
        self._post(person, complaint_id, "matters", fields)

    def take_act(self, person: str, complaint_id: str, act: str, answers: dict[str, Any]) -> str:
        """Take an act of the case file through its form; returns the page that was shown."""
        session, place = self.session(person), f"/cases/{complaint_id}/acts/{act}"
        page = open_form(session, place)
        headers = {"X-CSRF-Token": read_token(page), "Accept": "application/json"}
        raise_for_refusal(session.post(read_submit_url(page), json={"answers": answers}, headers=headers))
        return page.text

    def post_letters(self, clerk: str, number: str, told: Mapping[str, str]) -> None:
        """Record on the list of the post that letters of this complaint were handed over, by field with the number that is
        told; where none is, each gets one of its own.
        """
        digits = "".join(filter(str.isdigit, number))
        numbers = {field: mail_no or f"XA{digits}{_ending(field)}" for field, mail_no in told.items()}
        self.send_form(clerk, f"/post?q={quote(number)}", {**numbers, "action": "record"})
        self.has_mail_out = True

    def send_form(self, person: str, place: str, fields: Mapping[str, Any], page: str = "") -> None:
        """Send a form of `page`, of its own place where none is told."""
        session = self.session(person)
        sent = {**fields, "csrf_token": read_token(open_form(session, page or place))}
        raise_for_refusal(session.post(place, data=sent))

    def freeze_letter(self, person: str, place: str) -> None:
        """Look at the draft of a letter and freeze it in the words that it has."""
        session = self.session(person)
        page = open_form(session, place)
        fields = {"csrf_token": read_token(page), "version": read_hidden(page, "version"), "action": "freeze"}
        raise_for_refusal(session.post(place, data=fields))

    def read_sheet(self, person: str, place: str) -> tuple[str, str]:
        """The printed sheet of something handed to another unit, and the receipt code on it."""
        page = get_page(self.session(person), place)
        raise_for_refusal(page)
        return page.text, read_code(page)

    def knock_as_complainant(self, number: str, query_code: str, place: str, fields: dict[str, str]) -> None:
        """Send one of the forms that the complainant finds at the query code."""
        with self.client() as citizen:
            page = citizen.get("/progress")
            own = {"number": number, "query_code": query_code, "csrf_token": read_hidden(page, "csrf_token")}
            own["submission_id"] = uuid4().hex
            raise_for_refusal(
                citizen.post(f"/progress/{place}", data={**fields, **own}, follow_redirects=True)
            )

    def answer_from_outside(self, fields: dict[str, str]) -> None:
        """Answer as a unit that has the number and receipt code of what it was handed."""
        with self.client() as unit:
            page = unit.get("/handover")
            own = {name: read_hidden(page, name) for name in ("csrf_token", "submission_id")}
            raise_for_refusal(unit.post("/handover", data={**fields, **own}, follow_redirects=True))

    def _post(self, person: str, complaint_id: str, place: str, fields: dict[str, Any]) -> None:
        session = self.session(person)
        page = open_form(session, f"/cases/{complaint_id}/{place}")
        fields = {**fields, "csrf_token": read_token(page)}
        if place in _ONCE_FOR_EACH_PAGE:
            fields["submission_id"] = read_hidden(page, "submission_id")
        raise_for_refusal(session.post(f"/cases/{complaint_id}/{place}", data=fields))

    def session(self, person: str) -> httpx.Client:
        """Signed in as `person`; StepRefused for nobody of the office."""
        if person not in self._sessions:
            if person not in self._passwords:
                raise StepRefused(f"unknown actor {person}")
            session = self.client()
            page = get_page(session, "/sign-in")
            login = {"login": person, "password": self._passwords[person]}
            answer = session.post("/sign-in", data={**login, "csrf_token": read_hidden(page, "csrf_token")})
            if answer.status_code != httpx.codes.SEE_OTHER:
                raise StepRefused(f"{person} could not sign in ({answer.status_code})")
            self._sessions[person] = session
        return self._sessions[person]

    def client(self) -> httpx.Client:
        """Somebody who has not signed in, from an address of his own."""
        place = len(self._sessions) + 64 * (self._citizens % 1000)
        local = f"127.{1 + place // 60000}.{place // 250 % 240}.{2 + place % 250}"
        limits = httpx.Limits(keepalive_expiry=_IDLE)
        transport = httpx.HTTPTransport(local_address=local, retries=2, limits=limits, verify=TRUSTS_NOBODY)
        headers = {"Sec-Fetch-Site": "same-origin", "Origin": self._address}
        return httpx.Client(base_url=self._address, transport=transport, timeout=_TIMEOUT, headers=headers)
