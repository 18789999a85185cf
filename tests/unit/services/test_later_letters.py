"""What comes by letter after the complaint: two people open it, and a new address is kept where identities are (R16, W13)."""

from __future__ import annotations

import json

import pytest

from models.beside.review import Review
from models.beside.supplement import Supplement
from models.case.file_entry import FileEntry
from models.case.lifecycle import FileEntryKind
from models.case.task_record import TaskRecord
from models.clock.legal_time import parse_moment
from models.ground.errors import InvalidInput, RuleRefused
from services.identity.change_address import list_earlier_addresses
from services.identity.cut_identity import cut_identity
from services.identity.open_identity import open_identity
from tests.full_office import FullOffice
from tests.unit.services.projected_task import submit, walk_to
from tests.unit.services.requests_office import act
from tests.unit.services.test_answer_sending import CLERK, HANDLER, LETTER, PARTS, give, ready

OLD, NEW = "云河市临江区示例街道柳荫里3号", "云河市东岭区示例街道桂花里9号"


def test_a_letter_with_material_is_opened_by_two(office: FullOffice) -> None:
    case = office.file().complaint_id
    for second in ({}, {"opened_by_second": ""}):
        with pytest.raises(InvalidInput) as refused:
            act(office, case, "register-supplement", CLERK, text="回执复印件", way="letter", **second)
        assert refused.value.errors == {"opened_by_second": "REQUIRED"}
    with pytest.raises(InvalidInput):
        act(office, case, "register-supplement", CLERK, text="回执", way="letter", opened_by_second=CLERK)
    act(office, case, "register-supplement", CLERK, text="回执", way="letter", opened_by_second="jian.dengji")
    (row,) = office.rows(Supplement, complaint_id=case)
    assert (row.way, row.opened_by) == ("letter", [CLERK, "jian.dengji"])


def test_what_is_said_on_the_telephone_has_no_second_opener(office: FullOffice) -> None:
    case = office.file().complaint_id
    act(office, case, "register-supplement", CLERK, text="补充说明", way="phone")
    assert office.rows(Supplement, complaint_id=case)[0].opened_by is None


def test_a_review_asked_for_by_letter_names_its_matters_and_openers(office: FullOffice) -> None:
    case = ready(office)
    give(office, case)
    sent = {"reason": "第一项不认", "way": "letter", "opened_by_second": "jian.dengji", "matter_nos": ["1"]}
    act(office, case, "request-review", CLERK, **sent)
    (row,) = office.rows(Review, complaint_id=case)
    assert (row.matter_nos, row.opened_by) == ([1], [CLERK, "jian.dengji"])


def test_a_new_address_counts_and_the_old_one_is_kept_in_the_vault_alone(office: FullOffice) -> None:
    """No record, page or sheet of the case holds either of them."""
    case = office.file(postal_address=OLD).complaint_id
    act(office, case, "change-address", CLERK, postal_address=NEW, reason="12月2日来信告知")
    with office.unit_of_work().reading() as unit:
        shown = open_identity(case, unit)
        assert (shown.address, shown.earlier_addresses) == (NEW, (OLD,))
        assert list_earlier_addresses(case, unit) == [OLD]
        assert cut_identity([f"住{OLD}，现住{NEW}"], case, unit) == ["住■，现住■"]
    (record,) = office.rows(TaskRecord, complaint_id=case, form_id="change-address")
    kept = json.dumps(record.answers, ensure_ascii=False)
    assert "12月2日来信告知" in kept
    assert NEW not in kept


def test_an_anonymous_case_has_no_address_to_correct(office: FullOffice) -> None:
    case = office.file(is_anonymous=True).complaint_id
    with pytest.raises(RuleRefused) as refused:
        act(office, case, "change-address", CLERK, postal_address=NEW, reason="来信")
    assert refused.value.code == "NO_IDENTITY"


def test_the_contact_of_an_answer_is_the_moment_of_its_sending_not_of_its_entry(office: FullOffice) -> None:
    """Posted on the eighth and entered two days later, the complainant was first turned to on the eighth."""
    case = office.file().complaint_id
    walk_to(office, case, "give-answer")
    office.clock.set("2026-09-10T15:00")
    submit(office, case, "give-answer", HANDLER, **PARTS, **LETTER, sent_on="2026-09-08")
    told = [row for row in office.rows(FileEntry, complaint_id=case) if row.text.startswith("告知答复")]
    assert [(row.kind, row.happened_at) for row in told] == [
        (FileEntryKind.FIRST_CONTACT, parse_moment("2026-09-08T17:00"))
    ]
