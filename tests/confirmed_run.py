"""The second person who confirms the end or the new beginning of a run, for tests that are about something else."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import select

from models.case.proposal import Proposal
from models.ground.approval_codes import ProposalState
from services.case.decide_run import DecideRun, decide_run
from services.case.propose_run import EFFECTS

CONFIRMS = "zong.lanyun"


def confirm_run(office: Any, complaint_id: str, act: str, by: str = CONFIRMS) -> None:
    """Confirm what this act has proposed; nothing for another act."""
    if act not in EFFECTS:
        return
    with office.unit_of_work().reading() as unit:
        waiting = select(Proposal.id).where(
            Proposal.complaint_id == complaint_id,
            Proposal.form_id == act,
            Proposal.state == ProposalState.OPEN,
        )
        (proposal_id,) = unit.session.scalars(waiting)
    decide_run(DecideRun(proposal_id, is_approved=True), office.unit_of_work(), office.actor(by))


def confirm_run_on_its_page(people: Any, number: str, by: str = CONFIRMS) -> None:
    """The same through the pages of a running office; `people` as deploy/replay/office.py plays them."""
    session = people.session(by)
    listed = session.get("/monitor/runs").text
    place = re.search(rf'href="(/monitor/runs/[0-9a-f]+)">{number}<', listed)
    assert place, listed
    token = re.search(r'name="csrf_token" value="([^"]+)"', session.get(place[1]).text)
    assert token
    done = session.post(place[1], data={"csrf_token": token[1], "decision": "confirm", "reason": ""})
    assert done.status_code == 303, done.text
