"""The tree of causes and the coding of causes on the pages of the real web server, in Chinese and English."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.case.complaint import Complaint
from models.case.lifecycle import Stage
from models.ground.codes import Channel
from models.vault.keyring import Keyring
from tests.served_office import ServedOffice, serve_office
from tests.unit.services.causes import code
from tests.unit.services.projected_task import walk_to
from tests.web.pages import text_of
from tests.web_staff.test_act_pages import form_of
from tests.web_staff.test_contact_over_a_socket import send
from tests.web_staff.test_figures_over_a_socket import append

TREE, OWNER, SUPERVISOR, HANDLER = "/administration/causes", "guan.xitong", "jian.rujing", "xun.wenshi"


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory, sqlite_office_template: Path, keyring: Keyring
) -> Iterator[ServedOffice]:
    with serve_office(tmp_path_factory.mktemp("causes"), sqlite_office_template) as served:
        yield served


def test_the_owner_of_the_tree_reads_enters_renames_and_retires(served: ServedOffice) -> None:
    """Faults stand at their fields with what was typed."""
    owner = served.visitor(OWNER)
    shown = text_of(owner.get(TREE))
    for words in ("制度", "流程", "人员", "技术", "环境", "一次性告知不到位", "系统预置，请本单位核对"):
        assert words in shown, words
    told = {"root": "people", "name_zh": "服务态度", "name_en": "Nobody stands in", "reason": "多件投诉反映"}
    refused = owner.post(TREE, told)
    assert refused.status_code == 422
    assert 'href="#name_zh"' in refused.text and "Nobody stands in" in refused.text
    assert owner.post(TREE, told | {"name_zh": "午休无人顶岗"}).headers["location"] == f"{TREE}?changed=1"
    page = owner.get(TREE).text
    assert "午休无人顶岗" in page
    number = page.split("午休无人顶岗")[1].split("?change=")[1].split("#")[0]
    form = owner.get(f"{TREE}?change={number}").text
    assert "修改：人员 — 午休无人顶岗" in text_of(owner.get(f"{TREE}?change={number}"))
    assert f'name="replaces" value="{number}"' in form
    told |= {"name_zh": "午休无人顶岗", "replaces": number, "is_retired": "true"}
    assert owner.post(TREE, told).status_code == 303
    assert "已停用" in text_of(owner.get(TREE))
    assert "Nobody stands in" in text_of(owner.get(f"{TREE}?lang=en"))
    owner.get(f"{TREE}?lang=zh")
    overtaken = owner.post(TREE, told)
    assert overtaken.status_code == 422 and "其他人已修改" in text_of(overtaken)
    assert served.visitor(SUPERVISOR).get(TREE).status_code == 403


def test_causes_are_coded_and_corrected_on_the_file_and_stand_in_the_ledger(served: ServedOffice) -> None:
    """Before anybody said one, the file says so; a file that is closed takes them too."""
    filed = served.office.file(address="causes-1")
    walk_to(served.office, filed.complaint_id, "give-answer")
    page = f"/cases/{filed.complaint_id}/matters"
    supervisor, handler = served.visitor(SUPERVISOR), served.visitor(HANDLER)
    assert text_of(supervisor.get(page)).count("尚未编码") == 2
    address = f"/cases/{filed.complaint_id}/acts/code-causes"
    act = form_of(handler.get(address).text)
    assert [row["no"] for row in act["data"]["matters"]] == [1, 2]
    assert {"value": "process-3", "label": "流程：一次性告知不到位"} in act["data"]["cause_options"]
    first = {"main_cause": "process-3", "further_causes": ["people-1", "people-4"], "cause_note": "新人当班"}
    status, refused = send(handler, act["submitUrl"], {"matters": [first, {}]})
    assert status == 422 and "main_cause" in str(refused)
    assert send(handler, act["submitUrl"], {"matters": [first, {"main_cause": "people-2"}]})[0] == 200
    told = text_of(supervisor.get(page))
    for words in ("流程 – 一次性告知不到位", "人员 – 人手不足、安排不当", "新人当班", "人员 – 服务态度"):
        assert words in told, words
    with served.office.unit_of_work() as unit:
        unit.session.get_one(Complaint, filed.complaint_id).stage = Stage.ARCHIVED
    again = form_of(supervisor.get(address).text)
    rows = again["data"]["matters"]
    assert rows[0]["further_causes"] == ["people-1", "people-4"]
    changed = {"main_cause": "institution-2"}
    assert send(supervisor, again["submitUrl"], {"matters": [changed, {"main_cause": "people-2"}]})[0] == 200
    told = text_of(supervisor.get(page))
    assert "制度 – 规定不明确" in told and "先前的原因编码" in told and "新人当班" in told
    assert "Rules – Rule is unclear" in text_of(supervisor.get(f"{page}?lang=en"))
    supervisor.get(f"{page}?lang=zh")
    columns = "column=causes&column=cause_roots&column=cause_coding"
    ledger = text_of(supervisor.get(f"/ledger?main_cause=institution-2&{columns}"))
    assert filed.number in ledger and "规定不明确、服务态度" in ledger and "已编码" in ledger
    assert filed.number not in text_of(supervisor.get("/ledger?cause=people-1"))
    assert filed.number not in text_of(supervisor.get("/ledger?cause_coding=not_coded"))


def test_deep_causes_are_counted_by_their_roots_and_each_number_opens_its_cases(served: ServedOffice) -> None:
    """R69: gaps of rules, blocked flow, staff and technology of what was found true, and of how much that is told."""
    numbers = {}
    for no, cause in enumerate(("institution-1", "process-2", "people-1", "technology-3", None, "process-2")):
        filed = served.office.file(address=f"causes-r69-{no}")
        walk_to(served.office, filed.complaint_id, "give-answer")
        numbers[no] = filed.number
        if cause is not None:
            rows = [{"main_cause": cause}, {"main_cause": cause, "further_causes": ["environment-2"]}]
            code(served.office, filed.complaint_id, *rows)
        with served.office.unit_of_work() as unit:
            unit.session.get_one(Complaint, filed.complaint_id).channel = Channel.LETTER
    append(served)
    supervisor = served.visitor(SUPERVISOR)
    page = "/figures?span=year&at=2026-09-07&channel=letter"
    roots = supervisor.get(f"{page}&by=cause_roots").text
    told = text_of(supervisor.get(f"{page}&by=cause_roots"))
    assert "已编码 5 · 部分编码 0 · 尚未编码 1" in told
    assert [number_on(roots, name) for name in ("制度", "流程", "人员", "技术", "环境")] == [1, 2, 1, 1, 5]
    opened = text_of(supervisor.get(link_on(roots, "流程")))
    assert numbers[1] in opened and numbers[5] in opened and numbers[2] not in opened
    main = supervisor.get(f"{page}&by=main_causes&root=process").text
    assert number_on(main, "部门之间衔接不畅") == 2 and "场地和设施" not in rows_of(main)
    assert numbers[4] in text_of(supervisor.get("/ledger?cause_coding=not_coded&channel=letter"))
    kinds = rows_of(supervisor.get(f"{page}&by=category&cause=technology-3").text)
    assert kinds.count("<tr>") == 1
    english = text_of(supervisor.get(f"{page}&by=main_causes&lang=en"))
    assert "Data are not shared or are wrong" in english and "Not coded yet 1" in english


def rows_of(page: str) -> str:
    """The lines of the table."""
    [rows] = re.findall(r"<tbody>.*?</tbody>", page, re.DOTALL)
    return str(rows)


def row_on(page: str, name: str) -> str:
    """The line of this name."""
    [row] = re.findall(rf'<tr><th scope="row">{name}</th>.*?</tr>', rows_of(page), re.DOTALL)
    return str(row)


def number_on(page: str, name: str) -> int:
    """How many complaints stand on it."""
    return int(re.findall(r'class="amount">(?:<a [^>]*>)?([\d,]+)<', row_on(page, name))[0])


def link_on(page: str, name: str) -> str:
    """What its number opens."""
    return re.findall(r'href="(/ledger[^"]*)"', row_on(page, name))[0].replace("&amp;", "&")
