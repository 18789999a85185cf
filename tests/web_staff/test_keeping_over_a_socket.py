"""How long a file is kept, as its page and the table of the office tell it, through the real web server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.case.file_freeze import FileFreeze
from models.vault.keyring import Keyring
from services.keeping.keep_files_step import keep_files_step
from services.volumes.seal_step import seal_files_step
from tests.served_office import ServedOffice, serve_office
from tests.web.pages import text_of
from tests.web_staff.closed_file import HANDLER, SUPERVISOR, close_file_of

TABLE = "/administration/keeping"


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory, sqlite_office_template: Path, keyring: Keyring
) -> Iterator[ServedOffice]:
    with serve_office(tmp_path_factory.mktemp("keeping"), sqlite_office_template) as served:
        yield served


@pytest.fixture(scope="module")
def page(served: ServedOffice) -> str:
    """The address of the page of a sealed file."""
    filed = close_file_of(served.office, "198.51.100.9")
    assert seal_files_step(served.office.unit_of_work) == 1
    return f"/cases/{filed.complaint_id}/archive"


def test_a_sealed_file_says_how_long_it_is_kept_and_why(served: ServedOffice, page: str) -> None:
    """Class, end and the row of the table."""
    told = text_of(served.visitor(SUPERVISOR).get(page))
    assert "保管期限 30 年" in told
    assert "对应期限表条目 有处理结果的投诉" in told
    assert "自 2027-01-01 至 2056-12-31" in told
    assert "保管期限表（系统初始值）" in told
    assert "须先经鉴定" in told


def test_an_administrator_changes_the_table_and_says_for_which_files(served: ServedOffice, page: str) -> None:
    """The table is the organ's own."""
    administrator = served.visitor("guan.xitong")
    shown = text_of(administrator.get(TABLE))
    for words in ("永久", "30 年", "10 年", "归档次年 1 月 1 日", "自启用起"):
        assert words in shown, words
    fields = {"kind": "with_result", "keeping": "permanent", "starts": "next_year", "replaces": "0"}
    refused = administrator.post(TABLE, {**fields, "reason": "市档案局批复"})
    assert refused.status_code == 422
    assert 'href="#reach"' in refused.text
    assert "市档案局批复" in refused.text
    fields |= {"reach": "lengthen", "reason": "市档案局批复"}
    assert administrator.post(TABLE, fields).headers["location"] == f"{TABLE}?changed=1"
    twice = administrator.post(TABLE, fields)
    assert twice.status_code == 422
    shown = text_of(administrator.get(TABLE))
    assert "市档案局批复" in shown
    assert "也适用于已封卷的案卷，仅限期限延长的" in shown
    assert keep_files_step(served.office.unit_of_work) == 1
    told = text_of(served.visitor(SUPERVISOR).get(page))
    assert "自 2027-01-01 起，永久保管" in told
    assert "调整保管期限" in text_of(served.visitor(SUPERVISOR).get(page.replace("archive", "history")))
    assert served.visitor(SUPERVISOR).get(TABLE).status_code == 403


def test_a_file_is_frozen_from_its_page_and_released(served: ServedOffice, page: str) -> None:
    """Frozen files."""
    handler, supervisor = served.visitor(HANDLER), served.visitor(SUPERVISOR)
    assert "解除冻结" not in text_of(handler.get(page))
    fields = {"freeze_reason": "court", "freeze_words": "区法院调卷", "look_again_on": "2020-01-01"}
    refused = handler.post(f"{page}/freezes", fields)
    assert refused.status_code == 422
    assert 'href="#look_again_on"' in refused.text
    assert "区法院调卷" in refused.text
    fields["look_again_on"] = ""
    assert handler.post(f"{page}/freezes", fields).headers["location"] == f"{page}?done=frozen"
    shown = text_of(supervisor.get(page))
    assert "已冻结 · 诉讼" in shown
    (row,) = served.office.rows(FileFreeze)
    address = f"{page}/freezes/{row.id}/release"
    handler.get(page)
    assert handler.post(address, {f"release-{row.id}": "想解除"}).status_code == 403
    empty = supervisor.post(address, {f"release-{row.id}": " "})
    assert empty.status_code == 422
    assert f'id="release-{row.id}-error"' in empty.text
    assert supervisor.post(address, {f"release-{row.id}": "判决已生效"}).status_code == 303
    shown = text_of(supervisor.get(page))
    assert "曾冻结 · 诉讼" in shown
    assert "判决已生效" in shown


def test_an_administrator_says_after_how_many_days_what_became_no_complaint_is_erased(
    served: ServedOffice,
) -> None:
    administrator, form = served.visitor("guan.xitong"), f"{TABLE}?incoming=left_alone"
    shown = administrator.get(form).text
    for told in ('href="/administration"', "未形成投诉件的来件", 'value="180"', "1095"):
        assert told in shown, told
    fields = {"kind": "left_alone", "days": "7", "reason": "内部制度", "replaces": "0"}
    refused = administrator.post(f"{TABLE}/incoming", fields)
    assert refused.status_code == 422
    for told in ('href="#days"', 'value="7"', "内部制度"):
        assert told in refused.text, told
    done = administrator.post(f"{TABLE}/incoming", fields | {"days": "90"})
    assert done.headers["location"] == f"{TABLE}?changed=incoming"
    page = text_of(administrator.get(done.headers["location"]))
    for told in ("已修改，对已有来件同样适用", "90", "内部制度"):
        assert told in page, told
    twice = administrator.post(f"{TABLE}/incoming", fields | {"days": "91"})
    assert twice.status_code == 422
    assert served.visitor(SUPERVISOR).post(f"{TABLE}/incoming", fields).status_code == 403
