"""People who file and submit without a pause, and send the same again until they are answered, as a browser does."""

from __future__ import annotations

import threading
from collections.abc import Callable

import httpx

from deploy.replay.office import Office, OpenTask
from deploy.replay.page_reading import Receipt, StepRefused
from tests.acceptance.walk import CLERK, STEPS, filing

_PAUSE = 0.4  # seconds between two filings of one person
_AGAIN = 0.3  # seconds until the same is sent again
_CITIZENS = 300  # of one filer, each with an address of his own
# What the clerk does with a case; then it leaves his list.
_ANSWERS = {form: answers for form, person, answers in STEPS[:2] if person == CLERK}


class Load:
    """Two filers and a clerk; what they were told is kept to be reckoned with."""

    def __init__(self, address: str, passwords: dict[str, str]) -> None:
        self.receipts: dict[str, str] = {}
        self.filed_twice: list[str] = []
        self.submitted: list[str] = []
        self.refusals = 0
        self.last_refusal = ""
        self._offices = [Office(address, passwords) for _ in range(3)]
        for place, office in enumerate(self._offices):
            office._citizens = place * _CITIZENS
        self._stop = threading.Event()
        self._threads = [
            threading.Thread(target=self._file, args=(self._offices[0],), daemon=True),
            threading.Thread(target=self._file, args=(self._offices[1],), daemon=True),
            threading.Thread(target=self._decide, args=(self._offices[2],), daemon=True),
        ]

    def start(self) -> None:
        """Begin."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End; whoever has sent something waits for its answer."""
        self._stop.set()
        for thread in self._threads:
            thread.join(90)
            assert not thread.is_alive(), "somebody was never answered"
        for office in self._offices:
            office.close()

    def _file(self, office: Office) -> None:
        while not self._stop.wait(_PAUSE):
            fields = filing()
            receipt = self._until_answered(lambda fields=fields: office.file(fields))
            number = self.receipts.setdefault(fields["submission_id"], receipt.number)
            if number != receipt.number:
                self.filed_twice.append(number)

    def _decide(self, office: Office) -> None:
        while not self._stop.wait(_AGAIN):
            try:
                tasks = office.read(CLERK, "/api/v1/tasks")["tasks"]
            except (StepRefused, httpx.HTTPError, ValueError):
                self.refusals += 1
                continue
            for row in [row for row in tasks if row["state"] == "open" and row["form_id"] in _ANSWERS][:4]:
                self._submit(office, OpenTask(str(row["user_task_key"]), str(row["form_id"])))

    def _submit(self, office: Office, task: OpenTask) -> None:
        try:
            office.submit(CLERK, task, dict(_ANSWERS[task.form_id]))
        except (StepRefused, httpx.HTTPError, ValueError):
            # Taken and not answered, or not taken: the list shows it again in the latter case.
            self.refusals += 1
        else:
            self.submitted.append(task.user_task_key)

    def _until_answered(self, send: Callable[[], Receipt]) -> Receipt:
        while True:
            try:
                return send()
            except (StepRefused, httpx.HTTPError) as refusal:
                self.refusals += 1
                self.last_refusal = str(refusal)
                threading.Event().wait(_AGAIN)
