"""Declared relations keep a person from cases: to the respondent by name, to the complainant by blind index alone."""

from __future__ import annotations

import pytest

from models.beside.recusal import Recusal
from models.case.complaint import Complaint
from models.case.task import Task
from models.ground.codes import RecusalSubject, RelationEffect, RequestedSide
from models.ground.errors import InvalidInput, NotFound, NotPermitted
from models.office.declared_relation import DeclaredRelation
from models.office.staff import Staff
from models.vault import keyring
from models.vault.identity import Identity
from services.access.find_exclusion import find_exclusion
from services.access.handler_options import list_handler_options
from services.access.task_facts import TaskFacts
from services.access.unsettled_relations import find_unsettled
from services.actor import SYSTEM
from services.beside.recusal.request_recusal import RequestRecusal, request_recusal
from services.identity.index_parties import index_parties
from services.office.declare_relation import DeclareAnew, DeclareRelation, declare_anew, declare_relation
from services.office.load_organisation import load_organisation, read_organisation
from services.views.my_relations import list_my_relations
from services.worklist.claim_task import ClaimTask, claim_task
from services.worklist.relations_of_handlers import ask_about_handlers, list_unasked
from services.worklist.task_permission import find_bar
from tests.full_office import FullOffice
from tests.office import ORGANISATION
from tests.unit.services.projected_task import accept, add_task

APPROVING = ("UserTask_ApproveOpinion", ("approver", "director"))
INVESTIGATING = ("UserTask_RecordFindings", ("investigator",))
SIGNING = ("UserTask_SignReferral", ("unit_rep",))


def exclusion(office: FullOffice, complaint_id: str, login: str) -> str | None:
    with office.unit_of_work().reading() as unit:
        return find_exclusion(complaint_id, login, unit)


def bar(office: FullOffice, complaint_id: str, login: str, task: tuple[str, tuple[str, ...]]) -> str | None:
    with office.unit_of_work().reading() as unit:
        return find_bar(TaskFacts(complaint_id, *task), login, unit)


def handlers(office: FullOffice, complaint_id: str) -> set[str]:
    with office.unit_of_work().reading() as unit:
        return {option["value"] for option in list_handler_options(complaint_id, unit)}


@pytest.mark.parametrize("name", ["常跑腿", " 常 跑腿 ", "常·跑腿"])
def test_a_relation_to_the_complainant_keeps_away_in_any_spelling(office: FullOffice, name: str) -> None:
    """ST-3 R45 O12: zhen.juquan declared 'person 常跑腿' with a hard block."""
    case = office.file(name=name).complaint_id
    assert exclusion(office, case, "zhen.juquan") == "RECUSED"
    assert bar(office, case, "zhen.juquan", INVESTIGATING) == "RECUSED"
    assert "zhen.juquan" not in handlers(office, case)
    assert "tan.genyuan" in handlers(office, case)


@pytest.mark.parametrize(
    "said", [{"organisation": "云河顺办企业服务有限公司"}, {"name": "云河顺办企业服务有限公司"}]
)
def test_a_relation_to_the_complainants_company_keeps_away(office: FullOffice, said: dict[str, str]) -> None:
    """ST-3 O12: heng.gongyun declared the company; another approver has the task."""
    case = office.file(**said).complaint_id
    assert bar(office, case, "heng.gongyun", APPROVING) == "RECUSED"
    assert bar(office, case, "zong.lanyun", APPROVING) is None


def test_no_identity_is_opened_to_compare(office: FullOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    """ST-3: what is sealed of the complainant stays sealed while the office compares."""
    case = office.file(name="常跑腿").complaint_id
    opened: list[str] = []
    real = keyring.Keyring.open

    def watch(self: keyring.Keyring, sealed: str, place: str) -> str:
        opened.append(place.partition(":")[0])
        return real(self, sealed, place)

    monkeypatch.setattr(keyring.Keyring, "open", watch)
    assert exclusion(office, case, "zhen.juquan") == "RECUSED"
    assert opened and "identity" not in opened


def test_somebody_elses_case_with_another_name_keeps_nobody_away(office: FullOffice) -> None:
    case = office.file(name="常跑路").complaint_id
    assert exclusion(office, case, "zhen.juquan") is None


def test_an_approver_does_not_approve_his_own_complaint(office: FullOffice) -> None:
    """ST-3 T7: found by his telephone in any spelling with his name, or with none; a namesake is somebody else."""
    own = office.file(name="衡公允", phone="+86 199 0000 9002").complaint_id
    unnamed = office.file(name="某人", phone="199-0000-9002").complaint_id
    with office.unit_of_work() as unit:
        unit.session.get_one(Identity, unnamed).name_index = None  # as a clerk writes down who tells no name
    namesake = office.file(name="衡公允", phone="199-0000-0055").complaint_id
    for case in (own, unnamed):
        assert bar(office, case, "heng.gongyun", APPROVING) == "OWN_COMPLAINT"
    for case in (namesake, office.file(name="简一趟", phone="199-0000-9002").complaint_id):
        assert bar(office, case, "heng.gongyun", APPROVING) is None
    assert bar(office, own, "cai.youdu", APPROVING) is None


def test_who_says_himself_that_he_is_concerned_waits_for_the_decision(office: FullOffice) -> None:
    """ST-3 T7: by his own word at once, by a complainant's only once it is decided."""
    mine, other = office.file().complaint_id, office.file().complaint_id
    for case, by, side in (
        (mine, "heng.gongyun", RequestedSide.STAFF),
        (other, "wen.rusheng", RequestedSide.COMPLAINANT),
    ):
        with office.unit_of_work() as unit:
            command = RequestRecusal(RecusalSubject.STAFF, "heng.gongyun", "本人投诉", side)
            request_recusal(command, unit.session.get_one(Complaint, case), unit, office.actor(by))
    assert bar(office, mine, "heng.gongyun", APPROVING) == "RECUSAL_PENDING"
    assert bar(office, other, "heng.gongyun", APPROVING) is None


def of_the_registry(office: FullOffice) -> str:
    """A case about 不动产登记中心, where xun.wenshi served until June."""
    return office.file(respondent_window="E03").complaint_id


def test_a_relation_to_decide_on_goes_to_the_superior_when_its_owner_takes_the_task(
    office: FullOffice,
) -> None:
    """ST-3: refused, the reason named, the request opened by the office itself and once."""
    case = of_the_registry(office)
    key = add_task(office, case, "record-findings")
    for _ in range(2):
        with pytest.raises(NotPermitted) as refused:
            claim_task(ClaimTask(key), office.unit_of_work(), office.actor("xun.wenshi"))
        assert refused.value.code == "RELATION_UNDECIDED"
    (row,) = office.rows(Recusal, complaint_id=case)
    assert (row.who, row.requested_by) == ("xun.wenshi", "system")
    assert "曾在该单位任职" in row.reason
    assert office.rows(Task, user_task_key=key)[0].claimed_by is None
    assert "xun.wenshi" not in handlers(office, case)
    with office.unit_of_work() as unit:
        unit.session.get_one(Recusal, row.id).outcome = "not_recused"
    assert "xun.wenshi" in handlers(office, case)
    claim_task(ClaimTask(key), office.unit_of_work(), office.actor("xun.wenshi"))
    assert office.rows(Task, user_task_key=key)[0].claimed_by == "xun.wenshi"


def test_the_superior_is_asked_about_a_handler_by_itself(office: FullOffice) -> None:
    """ST-3: a relation that was declared, or a respondent that was found, after the case had its handler."""
    case = of_the_registry(office)
    accept(office, case)
    add_task(office, case, "record-findings")
    with office.unit_of_work() as unit:
        unit.session.get_one(Complaint, case).handler_id = "xun.wenshi"
    assert list_unasked(office.unit_of_work) == [(case, "xun.wenshi")]
    with office.unit_of_work() as unit:
        ask_about_handlers([(case, "xun.wenshi")], unit)
    assert list_unasked(office.unit_of_work) == []
    assert [row.who for row in office.rows(Recusal, complaint_id=case)] == ["xun.wenshi"]


def test_the_reason_names_no_person_who_may_be_the_complainant(office: FullOffice) -> None:
    """ST-3: the head reads what the relation is, not who complains."""
    with office.unit_of_work() as unit:
        for row in unit.session.query(DeclaredRelation).filter_by(staff_id="zhen.juquan"):
            row.effect = RelationEffect.DECIDE
    case = office.file(name="常跑腿").complaint_id
    with pytest.raises(NotPermitted):
        claim_task(
            ClaimTask(add_task(office, case, "record-findings")),
            office.unit_of_work(),
            office.actor("zhen.juquan"),
        )
    (row,) = office.rows(Recusal, complaint_id=case)
    assert "邻居" in row.reason and "常跑腿" not in row.reason


def test_an_expired_relation_asks_its_owner_before_he_may_take_the_task(office: FullOffice) -> None:
    """ST-3 S024: tan.genyuan's relation to fei.zhouzhe ended in June; it is not passed over."""
    case = office.file(respondent_window="H01", respondent_staff="费周折").complaint_id
    assert bar(office, case, "tan.genyuan", INVESTIGATING) == "RELATION_EXPIRED"
    assert "tan.genyuan" not in handlers(office, case)
    (mine,) = list_my_relations(office.unit_of_work(), office.actor("tan.genyuan")).relations
    assert mine.is_expired and mine.subject == "费周折（窗口人员）"
    with pytest.raises(NotFound):
        declare_anew(DeclareAnew(mine.relation_id, False), office.unit_of_work(), office.actor("wen.rusheng"))
    declare_anew(DeclareAnew(mine.relation_id, True), office.unit_of_work(), office.actor("tan.genyuan"))
    assert bar(office, case, "tan.genyuan", INVESTIGATING) == "RELATION_UNDECIDED"
    declare_anew(DeclareAnew(mine.relation_id, False), office.unit_of_work(), office.actor("tan.genyuan"))
    assert bar(office, case, "tan.genyuan", INVESTIGATING) is None


def test_what_was_declared_anew_outlives_a_second_loading_of_the_organisation(office: FullOffice) -> None:
    (mine,) = list_my_relations(office.unit_of_work(), office.actor("tan.genyuan")).relations
    declare_anew(DeclareAnew(mine.relation_id, False), office.unit_of_work(), office.actor("tan.genyuan"))
    load_organisation(read_organisation(ORGANISATION), office.unit_of_work(), SYSTEM)
    assert [row.has_ended for row in office.rows(DeclaredRelation, staff_id="tan.genyuan")] == [True]
    assert len(office.rows(DeclaredRelation)) == 8


def test_a_new_declaration_holds_at_once_for_cases_that_are_open(office: FullOffice) -> None:
    """R45: to a person by his telephone too."""
    case = office.file(name="言午", phone="199-0000-0444").complaint_id
    assert exclusion(office, case, "cha.fenming") is None
    command = DeclareRelation("person", "许先生", "亲戚", "hard_block", phone="0086 199 0000 0444")
    declare_relation(command, office.unit_of_work(), office.actor("cha.fenming"))
    assert exclusion(office, case, "cha.fenming") == "RECUSED"


def test_faults_of_a_declaration_are_told_by_field(office: FullOffice) -> None:
    with pytest.raises(InvalidInput) as refused:
        declare_relation(
            DeclareRelation("staff", "YH-TS", " ", "expired", "2026-01-01"),
            office.unit_of_work(),
            office.actor("cha.fenming"),
        )
    assert refused.value.errors == {
        "subject": "NOT_AN_OPTION",
        "relation": "REQUIRED",
        "effect": "REQUIRED",
        "valid_until": "DATE_PASSED",
    }


def test_a_relation_that_waits_does_not_keep_a_unit_from_its_own_part(office: FullOffice) -> None:
    """The unit complained about signs for its referral whatever it declared."""
    case = of_the_registry(office)
    with office.unit_of_work() as unit:
        unit.session.get_one(Staff, "xun.wenshi").roles = ["unit_rep"]
    with office.unit_of_work().reading() as unit:
        assert find_unsettled([case], "xun.wenshi", unit) == {case: "RELATION_UNDECIDED"}
    assert bar(office, case, "xun.wenshi", SIGNING) != "RELATION_UNDECIDED"


def test_an_earlier_office_gets_its_indexes_when_it_is_opened(office: FullOffice) -> None:
    """ST-3: cases and declarations of 0.2.0 are compared too."""
    case = office.file(name="常跑腿", organisation="云河顺办企业服务有限公司").complaint_id
    with office.unit_of_work() as unit:
        row = unit.session.get_one(Identity, case)
        row.name_index = row.organisation_index = None
        for declared in unit.session.query(DeclaredRelation):
            declared.subject_index = None
    assert exclusion(office, case, "zhen.juquan") is None
    with office.database.write_transaction() as session:
        index_parties(session, keyring.get_keyring())
    assert exclusion(office, case, "zhen.juquan") == "RECUSED"
    assert exclusion(office, case, "heng.gongyun") == "RECUSED"
