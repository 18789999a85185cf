"""定期通报 through the real web server: proposed from figures, written, answered, published by another, corrected."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.ledger.trail_event import TrailEvent
from models.office.bulletin import BulletinEdition
from models.office.staff import Staff
from models.office.unit import OrganisationUnit
from models.vault.keyring import Keyring
from services.figures.append_step import append_figures_step
from tests.served_office import ServedOffice, serve_office
from tests.unit.services.summarised_cases import Lived, live
from tests.web.pages import text_of

SUPERVISOR, DIRECTOR, CLERK, WINDOW = (
    "jian.rujing",
    "zong.lanyun",
    "wen.rusheng",
    "ying.xiaoyu",
)
AT = "/bulletins/2026-11"


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory, sqlite_office_template: Path, keyring: Keyring
) -> Iterator[ServedOffice]:
    with serve_office(tmp_path_factory.mktemp("bulletins"), sqlite_office_template) as served:
        served.office.file(address="198.51.120.1", name="慕容静姝", phone="13800138556", content="窗口无人。")
        for number in range(20):
            day = f"2026-11-{number % 20 + 1:02}"
            answered = f"{day}T15:00"
            live(
                served.office,
                Lived(f"{day}T09:00", f"{day}T17:00", answered=answered, is_redone=number < 6),
            )
        served.office.clock.set("2026-12-01T09:00")
        while append_figures_step(served.office.unit_of_work):
            pass
        yield served


def seen_on(page: str) -> str:
    found = re.search(r'name="seen" value="(\d+)"', page)
    assert found is not None
    return found[1]


def test_good_work_is_praised_and_problems_are_named_at_regular_times(served: ServedOffice) -> None:
    """DM-39, R78: regular bulletin: praise for good work, accountability for problems."""
    supervisor, director = served.visitor(SUPERVISOR), served.visitor(DIRECTOR)
    assert supervisor.post("/bulletins", {"period": "2026-12"}).status_code == 422, "it has not ended"
    for _ in range(2):
        assert supervisor.post("/bulletins", {"period": "2026-11"}).status_code == 303
    page = supervisor.get(AT)
    assert "重新办理6件，占20件的30%" in text_of(page) and "重办率达到10%" in text_of(page)
    assert served.visitor(WINDOW).get(AT).status_code == 404, "nobody but those who write sees a draft"
    kept = re.findall(r'name="kept" value="([^"]+)"', page.text)

    draft = {"seen": seen_on(page.text), "kept": kept, "words": "慕容静姝反映的窗口已整改。", "step": "give"}
    refused = supervisor.post(f"{AT}/version", draft)
    assert refused.status_code == 422 and "可能认出投诉人" in refused.text
    assert "<mark>慕容静姝</mark>" in refused.text, "the place is marked"
    few = {"seen": seen_on(supervisor.get(AT).text), "words": "欧阳窗口重办的其中3件系推诿。"}
    refused = supervisor.post(f"{AT}/version", draft | few)
    assert (
        refused.status_code == 422
        and "不足五件" in text_of(refused)
        and "<mark>其中3件</mark>" in refused.text
    )
    behind = supervisor.post(f"{AT}/version", draft | {"words": "另一份文字"})
    assert behind.status_code == 409, "somebody wrote in the meantime"
    draft |= {
        "seen": seen_on(supervisor.get(AT).text),
        "words": "本月重办偏多，请人社窗口逐件说明原因并整改。",
    }
    assert supervisor.post(f"{AT}/version", draft).status_code == 303

    with served.office.unit_of_work().reading() as unit:
        head = unit.session.get_one(OrganisationUnit, "RS").head
    leader, given = served.visitor(head), director.get(AT)
    assert "请本单位提出意见" in text_of(leader.get("/bulletins"))
    for reader in (leader, director):
        assert "征求单位意见" in text_of(reader.get(AT))
    decision = {"seen": seen_on(given.text), "decision": "publish"}
    early = director.post(f"{AT}/decision", decision)
    assert early.status_code in (409, 422) and "尚未提出意见" in text_of(early)
    reply = {"seen": decision["seen"], "unit_code": "RS", "reply": "系统升级所致，欧阳科长已逐件复核"}
    assert served.visitor(WINDOW).post(f"{AT}/reply", reply).status_code == 403
    for told in ("13800138556", "仅两名群众不满意"):
        assert leader.post(f"{AT}/reply", reply | {"reply": told}).status_code == 422
    assert leader.post(f"{AT}/reply", reply).status_code == 303
    assert "待中心主任决定" in text_of(director.get(AT)), "the last unit has answered"
    assert supervisor.post(f"{AT}/decision", decision).status_code == 403
    assert director.post(f"{AT}/decision", decision).status_code == 303

    read = text_of(served.visitor(WINDOW).get(AT))
    assert "发布 宗揽云" in read and "答复时间" not in read, "published, not answered"
    assert "第1版" in read and "重新办理6件" in read and "欧阳科长已逐件复核" in read
    paper = served.visitor(WINDOW).get(f"{AT}/1/bulletin.pdf")
    assert paper.status_code == 200 and paper.content.startswith(b"%PDF")
    events = [row for row in served.office.rows(TrailEvent) if row.kind.startswith("bulletin.")]
    assert "人社" not in str([row.payload for row in events]), "the trail has codes and numbers"


def test_a_correction_is_shown_as_such_and_nobody_publishes_what_he_wrote(served: ServedOffice) -> None:
    clerk, director = served.visitor(CLERK), served.visitor(DIRECTOR)
    assert clerk.post(f"{AT}/correction", {"correction": " "}).status_code == 422
    assert clerk.post(f"{AT}/correction", {"correction": "重办原因写漏一项"}).status_code == 303
    assert "正在更正" in text_of(served.visitor(WINDOW).get(AT)), "the edition stays and says so"
    fields = {"seen": "3", "words": "主任自己起草的文字。", "step": "give"}
    assert director.post(f"{AT}/version", fields).status_code == 403, "he decides"
    edition = text_of(served.visitor(WINDOW).get(AT))
    page = clerk.get(AT).text
    kept = re.findall(r'name="kept" value="([^"]+)"', page)
    fields = {"seen": seen_on(page), "kept": kept, "words": "更正后的通报文字。", "step": "give"}
    assert clerk.post(f"{AT}/version", fields).status_code == 303
    with served.office.unit_of_work().reading() as unit:
        leader = served.visitor(unit.session.get_one(OrganisationUnit, "RS").head)
    said = {"seen": seen_on(leader.get(AT).text), "unit_code": "RS", "reply": "更正属实"}
    assert leader.post(f"{AT}/reply", {**said, "reply": "慕容静姝"}).status_code == 303, (
        "names are not told to a unit"
    )
    assert text_of(served.visitor(WINDOW).get(AT)) == edition, "nothing of it stands beside what is published"
    decision = {"seen": said["seen"], "decision": "publish"}
    assert director.post(f"{AT}/decision", decision).status_code == 422, "the answer names who complained"
    assert len(served.office.rows(BulletinEdition)) == 1


def test_a_director_who_answers_for_a_unit_is_told_and_sends_the_version_back(served: ServedOffice) -> None:
    """He may not publish it then; the next version, which he answers nothing to, he may."""
    clerk, director = served.visitor(CLERK), served.visitor(DIRECTOR)
    back = {"seen": seen_on(director.get(AT).text), "decision": "return", "reason": "请写明整改时限"}
    assert director.post(f"{AT}/decision", back).status_code == 303
    page = clerk.get(AT).text
    kept = re.findall(r'name="kept" value="([^"]+)"', page)
    fields = {"seen": seen_on(page), "kept": kept, "words": "请在十日内整改。", "step": "give"}
    assert clerk.post(f"{AT}/version", fields).status_code == 303
    with served.office.unit_of_work() as unit:
        row = unit.session.get_one(OrganisationUnit, "RS")
        head, row.head = row.head, DIRECTOR
    shown = director.get(AT)
    assert "您不能再发布本稿" in text_of(shown)
    reply = {"seen": seen_on(shown.text), "unit_code": "RS", "reply": "情况属实，正在整改"}
    assert director.post(f"{AT}/reply", reply).status_code == 303
    page = director.get(AT).text
    assert 'value="return"' in page and 'value="publish"' not in page
    assert director.post(f"{AT}/decision", {"seen": reply["seen"], "decision": "publish"}).status_code == 403
    sent = {"seen": reply["seen"], "decision": "return", "reason": "请补写整改责任人"}
    assert director.post(f"{AT}/decision", sent).status_code == 303
    assert "请补写整改责任人" in text_of(clerk.get(AT))
    with served.office.unit_of_work() as unit:
        unit.session.get_one(OrganisationUnit, "RS").head = head


def give(served: ServedOffice, at: str, words: str) -> dict[str, str]:
    """Written by the clerk and given to the units; the fields of the director's decision to publish it."""
    clerk = served.visitor(CLERK)
    page = clerk.get(at).text
    kept = re.findall(r'name="kept" value="([^"]+)"', page)
    fields = {"seen": seen_on(page), "kept": kept, "words": words, "step": "give"}
    given = clerk.post(f"{at}/version", fields)
    assert given.status_code == 303
    assert "已送中心主任决定。" in text_of(clerk.get(str(given.headers["Location"])))
    return {"seen": seen_on(served.visitor(DIRECTOR).get(at).text), "decision": "publish"}


def test_where_no_unit_is_named_that_could_answer_nobody_is_waited_for(served: ServedOffice) -> None:
    """None is named in a month without lines; of another the unit has no head any more, and its representative left."""
    supervisor, director = served.visitor(SUPERVISOR), served.visitor(DIRECTOR)
    assert supervisor.post("/bulletins", {"period": "2026-10"}).status_code == 303
    quiet = "/bulletins/2026-10"
    decision = give(served, quiet, "本月没有需要点名的情况。")
    shown = text_of(supervisor.get(quiet))
    assert "不等待单位意见" in shown and "待中心主任决定" in shown
    assert "征求单位意见" not in shown and "单位意见截止" not in shown and "None" not in shown
    assert "待中心主任决定" in text_of(director.get("/bulletins"))
    assert director.post(f"{quiet}/decision", decision).status_code == 303
    with served.office.unit_of_work() as unit:
        row = unit.session.get_one(OrganisationUnit, "RS")
        head, row.head = row.head, None
        people = [one for one in unit.session.query(Staff).filter_by(unit="RS", active=True)]
        gone = [one.login for one in people if "unit_rep" in one.roles]
        unit.session.query(Staff).filter(Staff.login.in_(gone)).update({"active": False})
    decision = give(served, AT, "请在十日内整改并说明情况。")
    assert "社会保障局（驻厅）没有负责人或者代表" in text_of(supervisor.get(AT))
    assert director.post(f"{AT}/decision", decision).status_code == 303
    with served.office.unit_of_work() as unit:
        unit.session.get_one(OrganisationUnit, "RS").head = head
        unit.session.query(Staff).filter(Staff.login.in_(gone)).update({"active": True})
