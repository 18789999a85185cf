"""One form of a proposal, sent twice at the same moment, on both databases."""

from __future__ import annotations

from functools import partial

from models.ground.proposal_codes import ProposalSource
from models.office.process_proposal import ProcessProposal
from services.proposals.freeze_figures import Learnt
from services.proposals.send_proposal import SendProposal, send_proposal
from tests.both_databases.at_once import at_once
from tests.full_office import FullOffice
from tests.unit.services.planted_versions import PROCESS, STEP, diagram, record

AT_ONCE = 4


def test_the_same_form_sent_at_once_is_one_proposal(office: FullOffice) -> None:
    record(office, 1, diagram())
    fields = (PROCESS, STEP, "两级审批重复", "取消科室再次审批", "10")
    for no in range(3):
        sending = f"{no:032x}"
        command = SendProposal(sending, Learnt(ProposalSource.HAND), "", *fields)
        send = partial(send_proposal, command, office.unit_of_work, office.actor("zong.lanyun"))
        sent = at_once(AT_ONCE, send)
        assert sent == [sending] * AT_ONCE
    assert len(office.rows(ProcessProposal)) == 3
