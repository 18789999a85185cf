"""The director who releases the periodic summaries that wait in tasks, through the pages of a running office."""

from __future__ import annotations

import re

from tests.confirmed_run import CONFIRMS
from tests.office_process import OfficeProcess


def release_waiting_summaries(office: OfficeProcess) -> list[str]:
    """Which: months and quarters that ended while its cases were walked to their ends; their process ends with that."""
    session = office.people.session(CONFIRMS)
    waiting = sorted(set(re.findall(r'href="(/summaries/[^"]+)"', session.get("/tasks").text)))
    for place in waiting:
        page = session.get(place).text
        sent = {name: _field(name, page) for name in ("csrf_token", "seen")}
        done = session.post(f"{place}/decision", data={**sent, "decision": "release", "words": ""})
        assert done.status_code == 303, done.text
    office.settle()
    return waiting


def _field(name: str, page: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]+)"', page)
    assert found, page
    return found[1]
