"""Example cases (案例分析) over the real server: written anew, looked through, released by another, opened to all by a third."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.case.case_example import CaseExample, ExampleSource
from models.case.complaint import Complaint
from models.case.complaint_group import ComplaintGroup, GroupMember
from models.case.decision import Decision
from models.case.file_restriction import FileRestriction, RestrictionKind
from models.case.lifecycle import DecisionKind, Outcome, Stage
from models.case.matter import Matter
from models.case.receipt import Receipt
from models.case.respondent import Respondent
from models.case.survey import Survey
from models.clock.legal_time import parse_moment
from models.ground.codes import Category, Channel, Finding
from models.ground.ids import new_id
from models.ledger.trail_event import TrailEvent
from models.vault.keyring import Keyring
from tests.served_office import ServedOffice, SocketVisitor, serve_office
from tests.unit.services.summarised_cases import ITEM, Lived, live
from tests.web.pages import text_of

# Who takes in writes, the supervisor releases, the director opens it to everybody.
CLERK, SUPERVISOR, DIRECTOR, WINDOW = "wen.rusheng", "jian.rujing", "zong.lanyun", "ying.xiaoyu"
NAME, PHONE, NUMBER = "慕容静姝", "13800138556", "11010519491231002X"
TOLD = "我上周到社保窗口补卡，工作人员让我回单位重新盖章三次，每次说法都不一样。"
GOOD = {
    "title": "补换卡反复要求盖章",
    "situation": "有群众办理补换卡，多次往返仍未办成。",
    "asked": "希望一次说清要带什么。",
    "found": "经核实，窗口先后三次提出不同要求，没有出具书面凭据。",
    "law": "一次性告知的规定。",
    "done": "当场补办，向群众致歉，统一了口径。",
    "learnt": "要求补材料时，一律当场写明全部内容。",
}


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory, sqlite_office_template: Path, keyring: Keyring
) -> Iterator[ServedOffice]:
    with serve_office(tmp_path_factory.mktemp("examples"), sqlite_office_template) as served:
        for day in range(1, 6):
            live(served.office, Lived(f"2026-09-{day:02}T10:00", f"2026-09-{day:02}T16:00"))
        yield served


def close_case(served: ServedOffice, *, item: str = ITEM, category: Category = Category.BAD_ATTITUDE) -> str:
    """A complaint with a name that was found true, closed and archived; its id."""
    office = served.office
    filed = office.file(
        address=f"198.51.{len(office.rows(Complaint))}.1",
        name=NAME,
        phone=PHONE,
        id_number=NUMBER,
        content=TOLD,
        wanted="",
    )
    with office.unit_of_work() as unit:
        row = unit.session.get_one(Complaint, filed.complaint_id)
        row.stage, row.outcome, row.category = Stage.ARCHIVED, Outcome.ACCEPTED, category
        row.handler_id = "ming.shouli"
        row.closed_at = parse_moment("2026-09-20T10:00")
        for about in unit.session.query(Respondent).filter_by(complaint_id=row.id):
            about.item, about.confirmed_at = item, row.received_at
        for matter in unit.session.query(Matter).filter_by(complaint_id=row.id):
            matter.finding = Finding.SUBSTANTIATED
    return str(filed.complaint_id)


def begin(visitor: SocketVisitor, case: str) -> str:
    """Where the example of a case stands."""
    answer = visitor.post(f"/cases/{case}/example")
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].partition("?")[0]


def seen_on(page: str) -> str:
    found = re.search(r'name="seen" value="(\d+)"', page)
    assert found is not None
    return found[1]


def write(visitor: SocketVisitor, at: str, step: str = "propose", **words: str) -> tuple[int, str]:
    seen = seen_on(visitor.get(at).text)
    sent = visitor.post(f"{at}/version", {**GOOD, "seen": seen, "step": step, **words})
    return sent.status_code, sent.text


@pytest.fixture(scope="module")
def drafted(served: ServedOffice) -> tuple[str, str]:
    """A closed case and where its draft stands."""
    case = close_case(served)
    return case, begin(served.visitor(CLERK), case)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        (f"投诉人{NAME}反映窗口态度。", "姓名"),
        ("投诉人慕 容 静 姝反映窗口态度。", "姓名"),
        ("电话１３８００１３８５５６打不通。", "长号码"),
        ("电话138 0013-8556打不通。", "长号码"),
        ("电话一三八零零一三八五五六打不通。", "长号码"),
        ("另一人的电话0571-8888 6666。", "长号码"),
        ("证件11010519491231002x已核对。", "长号码"),
        ("证件11010519491231002Ｘ已核对。", "长号码"),
        ("邮箱zhang＠example．com。", "长号码"),
        ("车牌浙A·B3C45停在门口。", "车牌"),
        ("家住幸福路12号。", "地址"),
        ("家住幸福小区三号。", "地址"),
        ("见YH-2026-000123号件。", "编号"),
        ("窗口人员迎笑语解释。", "姓名"),
    ],
)
def test_what_tells_of_somebody_is_marked_and_goes_no_further(
    served: ServedOffice, drafted: tuple[str, str], words: str, kind: str
) -> None:
    """Nor with a reason: names, numbers of people and of cases, plates and addresses have to go."""
    _, at = drafted
    clerk = served.visitor(CLERK)
    status, page = write(clerk, at, situation=words)
    told = page.split('id="marked"')[1].split("</table>")[0]
    assert status == 422 and kind in told and "必须改掉" in told, words
    keys = dict.fromkeys(re.findall(r'name="(why-[0-9a-f]{16})"', page), "无关")
    status, page = write(clerk, at, situation=words, **keys)
    assert status == 422 and "还有标出的地方" in page
    assert "等待" not in page and "待另一人审定" not in text_page(page)


def text_page(page: str) -> str:
    return page.split('id="write"', maxsplit=1)[0].split("<main")[1]


def test_a_sentence_of_the_complaint_is_marked_and_stands_only_with_a_reason(
    served: ServedOffice, drafted: tuple[str, str]
) -> None:
    _, at = drafted
    clerk = served.visitor(CLERK)
    copied = "群众说：工作人员让我回单位，重新盖章三次，每次说法都不一样"
    for told in (copied, copied.replace("，", " ")):
        status, page = write(clerk, at, situation=told)
        assert status == 422 and "与案卷原文相同" in page
        assert "<mark>工作人员让我回单位" in page, "where it is, and no more"
    # A day, a unit and a document's number may be those of a law.
    law = "《条例》（国发〔2015〕29号）自2015年10月12日起施行，由云河市市场监督管理局解释。"
    status, page = write(clerk, at, law=law)
    assert status == 422
    keys = re.findall(r'name="(why-[0-9a-f]{16})"', page)
    assert len(set(keys)) == 3
    assert write(clerk, at, law=law, **dict.fromkeys(keys[:-1], "法规原文"))[0] == 422, "one is left"


def test_words_of_the_letter_of_a_comment_and_of_a_form_are_of_the_file_too(
    served: ServedOffice, drafted: tuple[str, str]
) -> None:
    case, at = drafted
    written = {
        "receipt": "信里写的是排了三个上午的队都没有排上号",
        "survey": "回访时说的是盼着窗口的人把话一次说明白",
        "decision": "听取意见时说的是当天系统升级确实没有登记",
    }
    with served.office.unit_of_work() as unit:
        now = unit.clock.now()
        letter = Receipt(id=new_id(), complaint_id=case, channel=Channel.LETTER, raw_text=written["receipt"])
        letter.raw_sha256 = "0" * 64
        survey = Survey(id=new_id(), complaint_id=case, round=9, opened_at=now, comment=written["survey"])
        heard = Decision(id=new_id(), complaint_id=case, kind=DecisionKind.ACCEPTANCE, round=9, by=CLERK)
        heard.at, heard.content = now, {"heard": [written["decision"]]}
        unit.session.add_all((letter, survey, heard))
    for words in written.values():
        status, page = write(served.visitor(CLERK), at, situation=f"群众{words}。")
        assert status == 422 and f"<mark>{words}</mark>" in page, words


def test_typical_cases_are_told_without_anybody_in_them_and_released_by_a_second_person(
    served: ServedOffice, drafted: tuple[str, str]
) -> None:
    """R98: de-identified example cases for typical situations (案例分析)."""
    case, at = drafted
    clerk, supervisor, director = (served.visitor(login) for login in (CLERK, SUPERVISOR, DIRECTOR))
    assert served.visitor(WINDOW).get(at).status_code == 404, "a draft is for who may read the case"
    public = at.replace("/examples/", "/cases-explained/")
    assert begin(clerk, case) == at, "one example a case"
    status, page = write(clerk, at)
    assert status == 303, page
    seen = seen_on(supervisor.get(at).text)
    decision = {"seen": seen, "decision": "release"}
    assert clerk.post(f"{at}/decision", decision).status_code == 403
    assert supervisor.post(f"{at}/decision", decision | {"decision": "return"}).status_code == 422
    back = decision | {"decision": "return", "reason": "启示写得再具体些"}
    assert supervisor.post(f"{at}/decision", back).status_code == 303
    assert "启示写得再具体些" in clerk.get(at).text
    assert write(clerk, at, learnt="补材料一律当场写明全部内容并签收。")[0] == 303
    late = supervisor.post(f"{at}/decision", back | {"reason": "窗口名称要去掉"})
    assert late.status_code == 409 and "窗口名称要去掉" in late.text, "it has moved on, and no word is lost"
    decision["seen"] = seen_on(supervisor.get(at).text)
    for _ in range(2):
        assert supervisor.post(f"{at}/decision", decision).status_code == 303

    read = served.visitor(WINDOW).get(at)
    assert "补换卡反复要求盖章" in text_of(read) and "补材料一律当场写明" in text_of(read)
    number = served.office.rows(Complaint, id=case)[0].number
    assert case not in read.text and number not in read.text, "nothing leads to the case"
    assert f"/cases/{case}" in clerk.get(at).text, "but for who may read it"
    found = served.visitor(WINDOW).get(f"/examples?item={ITEM}&category=bad_attitude&outcome=accepted")
    assert "补换卡反复要求盖章" in found.text
    for other in ("item=GA-001", "category=low_efficiency", "outcome=refused", "cause=people.x"):
        assert "补换卡反复要求盖章" not in served.visitor(WINDOW).get(f"/examples?{other}").text

    assert served.visitor().get(public).status_code == 404, "not opened to everybody"
    opening = {"seen": decision["seen"]}
    assert supervisor.post(f"{at}/public", opening).status_code == 403, "he released it"
    for _ in range(2):
        assert director.post(f"{at}/public", opening).status_code == 303
    citizen = served.visitor()
    told = citizen.get(public)
    assert told.status_code == 200 and "补换卡反复要求盖章" in told.text and case not in told.text
    listed = citizen.get("/cases-explained?outcome=refused&cause=people.x").text
    assert "补换卡反复要求盖章" in listed, "neither is asked for outside"
    for page in (told.text, listed):
        shown = page.split("<main")[1]
        assert "服务态度差" in shown and "服务态度差 · " not in shown, (
            "with its result it would be the only one"
        )
    assert "服务态度差 · 受理" in clerk.get(at).text
    events = [row for row in served.office.rows(TrailEvent) if row.kind.startswith("example.")]
    assert {
        "example.opened",
        "example.proposed",
        "example.returned",
        "example.released",
        "example.opened_to_all",
    } <= {event.kind for event in events}
    assert all(event.complaint_id is None and case not in str(event.payload) for event in events)


def test_names_of_other_complainants_are_marked_for_who_decides_alone(served: ServedOffice) -> None:
    """Whoever types would else be told by each mark who ever complained here."""
    other = "欧阳沐晨"
    served.office.file(address="203.0.113.77", name=other, phone="13800138557")
    clerk, supervisor, director = (served.visitor(login) for login in (CLERK, SUPERVISOR, DIRECTOR))
    at = begin(clerk, close_case(served))
    for step in ("keep", "propose"):
        status, page = write(clerk, at, step, situation=f"{other}也办过此事。")
        assert status == 303, page
        assert "<mark>" not in clerk.get(at).text, step
    read = supervisor.get(at).text
    assert f"<mark>{other}</mark>" in read
    refused = supervisor.post(f"{at}/decision", {"seen": seen_on(read), "decision": "release"})
    assert refused.status_code == 422 and f"<mark>{other}</mark>" in refused.text
    back = {"seen": seen_on(read), "decision": "return", "reason": "有人名"}
    assert supervisor.post(f"{at}/decision", back).status_code == 303
    assert "<mark>" not in supervisor.get(at).text, "nothing waits for him any more"
    # Who writes is told nothing by trying to decide.
    assert write(supervisor, at, situation=f"{other}也办过此事。")[0] == 303
    tried = supervisor.post(f"{at}/decision", {"seen": seen_on(director.get(at).text), "decision": "release"})
    assert tried.status_code == 403 and "<mark>" not in tried.text


def test_a_correction_goes_the_same_way_and_a_withdrawn_one_is_read_by_nobody(served: ServedOffice) -> None:
    at = begin(served.visitor(CLERK), close_case(served))
    clerk, supervisor, director = (served.visitor(login) for login in (CLERK, SUPERVISOR, DIRECTOR))
    public = at.replace("/examples/", "/cases-explained/")
    assert write(clerk, at, title="旧标题")[0] == 303
    assert director.post(f"{at}/decision", {"seen": "2", "decision": "release"}).status_code == 303
    assert supervisor.post(f"{at}/public", {"seen": "2"}).status_code == 303
    assert write(clerk, at, title="新标题")[0] == 303
    for reader, place in ((served.visitor(WINDOW), at), (served.visitor(), public)):
        assert "旧标题" in reader.get(place).text and "新标题" not in reader.get(place).text
    assert supervisor.post(f"{at}/decision", {"seen": "3", "decision": "release"}).status_code == 303
    assert "新标题" in served.visitor(WINDOW).get(at).text
    assert "旧标题" in served.visitor().get(public).text, "everybody reads what was opened to all"
    assert clerk.post(f"{at}/withdrawal", {"withdrawal": "不妥"}).status_code == 403
    assert supervisor.post(f"{at}/withdrawal", {"withdrawal": " "}).status_code == 422
    assert supervisor.post(f"{at}/withdrawal", {"withdrawal": "当事人要求"}).status_code == 303
    for reader, place in ((served.visitor(WINDOW), at), (served.visitor(), public), (clerk, at)):
        assert reader.get(place).status_code == 404
    assert "当事人要求" in director.get(at).text
    assert not served.office.rows(ExampleSource, example_id=at.rpartition("/")[2])


def test_cases_that_could_be_recognised_or_are_not_over_become_no_example(served: ServedOffice) -> None:
    clerk, case = served.visitor(CLERK), close_case(served)
    for item, category, is_barred in (
        ("BD-003", Category.BROKEN_PROMISE, True),
        ("BD-003", Category.BAD_ATTITUDE, False),
    ):
        rare = close_case(served, item=item, category=category)
        page = text_of(clerk.get(f"/cases/{rare}/example"))
        assert ("不足5件" in page) is is_barred
    at = begin(clerk, rare)
    assert served.office.rows(CaseExample, id=at.rpartition("/")[2])[0].item is None, "the item is rare"
    status, page = write(clerk, at, situation="有群众办理继承（受遗赠）转移登记。")
    assert status == 422 and "投诉很少的事项" in page
    with served.office.unit_of_work() as unit:
        row = FileRestriction(id=new_id(), complaint_id=case, kind=RestrictionKind.PERSON, by=SUPERVISOR)
        row.at, row.lifted_at = unit.clock.now(), unit.clock.now()
        unit.session.add(row)
    assert "限定查阅" in text_of(clerk.get(f"/cases/{case}/example"))
    refused = clerk.post(f"/cases/{case}/example")
    assert refused.status_code in (409, 422) and "不能写成案例" in text_of(refused)
    assert clerk.get("/cases/" + "0" * 32 + "/example").status_code == 404


def test_those_who_complain_of_one_thing_together_are_counted_once(served: ServedOffice) -> None:
    item, category = "GA-001", Category.LOW_EFFICIENCY
    cases = [close_case(served, item=item, category=category) for _ in range(6)]
    with served.office.unit_of_work() as unit:
        group = ComplaintGroup(leading_id=cases[0], name="一事多人", closing_share=60, opened_by=CLERK)
        group.opened_at = unit.clock.now()
        unit.session.add(group)
        unit.session.flush()
        members = [GroupMember(id=new_id(), leading_id=cases[0], complaint_id=one) for one in cases[1:3]]
        for member in members:
            member.joined_by, member.joined_at = CLERK, unit.clock.now()
        unit.session.add_all(members)
    clerk = served.visitor(CLERK)
    assert "不足5件" in text_of(clerk.get(f"/cases/{cases[5]}/example")), "four things"
    close_case(served, item=item, category=category)
    assert "不足5件" not in text_of(clerk.get(f"/cases/{cases[5]}/example"))


def test_who_must_keep_away_from_the_case_finds_no_draft_and_decides_nothing(served: ServedOffice) -> None:
    case = close_case(served)
    at = begin(served.visitor(CLERK), case)
    assert write(served.visitor(CLERK), at, title="回避的件")[0] == 303
    supervisor = served.visitor(SUPERVISOR)
    assert "回避的件" in supervisor.get("/examples").text
    with served.office.unit_of_work() as unit:
        about = unit.session.query(Respondent).filter_by(complaint_id=case).first()
        about.staff_id = SUPERVISOR
    assert "回避的件" not in supervisor.get("/examples").text
    assert supervisor.get(at).status_code == 404
    assert supervisor.post(f"{at}/decision", {"seen": "2", "decision": "release"}).status_code == 404
    director = served.visitor(DIRECTOR)
    assert director.post(f"{at}/decision", {"seen": "2", "decision": "release"}).status_code == 303
    assert "回避的件" in supervisor.get(at).text, "what is released is read by all"
    assert supervisor.post(f"{at}/withdrawal", {"withdrawal": "不想见到"}).status_code == 404
    assert "回避的件" in director.get(at).text
    assert director.post(f"{at}/withdrawal", {"withdrawal": "重写"}).status_code == 303
