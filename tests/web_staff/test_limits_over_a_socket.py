"""Time limits and the calendar as administrators and the director keep them, through the real web server."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.clock.time_limit_policy import TimeLimitPolicy
from models.vault.keyring import Keyring
from tests.served_office import ServedOffice, SocketVisitor, serve_office

ONE, OTHER, DIRECTOR = "guan.xitong", "xian.lutong", "zong.lanyun"
PLACE = "/administration/limits"


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory, sqlite_office_template: Path, keyring: Keyring
) -> Iterator[ServedOffice]:
    """An office of its own, since what is changed here holds for every case of it."""
    with serve_office(tmp_path_factory.mktemp("limits"), sqlite_office_template) as served:
        yield served


def form_of(served: ServedOffice, visitor: SocketVisitor, key: str, **changes: str) -> tuple[str, dict]:
    """The address of a limit's form and its fields, filled as the page fills them."""
    last = max(served.office.rows(TimeLimitPolicy, key=key), key=lambda row: row.effective_from)
    place = f"{PLACE}/{last.id}/change"
    page = visitor.get(place).text
    assert re.search(rf'id="amount"[^>]*value="{last.amount}"', page)
    told = {"amount": "2", "unit": "wd", "basis": "《云河市政务服务中心投诉办理办法》第九条"}
    return place, {**told, "effective_from": "2026-09-08", "reason": "本中心办法施行", **changes}


def test_a_limit_is_proposed_with_its_effect_and_approved_by_another(served: ServedOffice) -> None:
    """DM-40: every limit in words with basis and moment; what a change would do; the badge of who may decide; versions."""
    filed = served.office.file()
    one, other = served.visitor(ONE), served.visitor(OTHER)
    register = one.get(PLACE).text
    for words in (
        "受理决定",
        "自收到投诉之日起",
        "法定上限：15日，《信访工作条例》第二十三条",
        "办结（简易投诉）",
        "系统预置",
    ):
        assert words in register, words
    place, fields = form_of(served, one, "acceptance")
    refused = one.post(place, {**fields, "amount": "11", "go": "propose"})
    assert refused.status_code == 422
    assert "超过法定上限" in refused.text and "第九条" in refused.text, "what was typed comes back"
    shown = one.post(place, {**fields, "go": "preview"})
    assert shown.status_code == 200
    for words in (filed.number, "正在计算、期限不变的：1 个", "2026-09-11", "2026-09-10"):
        assert words in shown.text, words
    assert one.post(place, {**fields, "go": "propose"}).headers["location"] == f"{PLACE}?done=proposed"
    again = one.post(place, {**fields, "go": "propose"})
    assert again.status_code == 409 and "已有等待核准的修改" in again.text
    waiting = other.get(PLACE).text
    assert re.search(r'href="/administration/limits"[^>]*>.*?时限.*?>1<', waiting, re.S), "the badge"
    address = re.search(rf"{PLACE}/proposals/[0-9a-f]+", waiting)
    assert address
    own = one.get(address[0]).text
    assert "由另一名管理员或者中心负责人核准" in own and 'value="approve"' not in own
    assert one.post(address[0], {"decision": "approve"}).status_code == 409
    page = other.get(address[0]).text
    assert filed.number in page and "本中心办法施行" in page
    bare = other.post(address[0], {"decision": "refuse", "reason": ""})
    assert bare.status_code == 422 and 'id="reason-error"' in bare.text
    assert other.post(address[0], {"decision": "approve"}).headers["location"] == f"{PLACE}?done=approved"
    assert other.post(address[0], {"decision": "approve"}).status_code == 409, "sent twice"
    after = one.get(PLACE).text
    assert "将生效" in after and "自 2026-09-08" in after and "已核准" in after
    assert "冼路通" in after


def test_a_proposal_is_withdrawn_by_who_made_it_and_the_director_decides_too(served: ServedOffice) -> None:
    """DM-40: nothing has changed by either; pages of both in English."""
    one, director = served.visitor(ONE), served.visitor(DIRECTOR)
    place, fields = form_of(served, one, "feedback", amount="3")
    one.post(place, {**fields, "go": "propose"})
    listed = one.get(PLACE).text
    address = re.search(rf"{PLACE}/proposals/[0-9a-f]+", listed)
    assert address
    assert director.post(address[0], {"decision": "withdraw"}).status_code == 409
    assert one.post(address[0], {"decision": "withdraw"}).headers["location"] == f"{PLACE}?done=withdrawn"
    one.post(place, {**fields, "go": "propose"})
    waiting = re.search(rf"{PLACE}/proposals/[0-9a-f]+", director.get(PLACE).text)
    assert waiting
    director.get(waiting[0])
    director.post(waiting[0], {"decision": "refuse", "reason": "现行时限足够"})
    assert "现行时限足够" in one.get(PLACE).text
    assert len(served.office.rows(TimeLimitPolicy, key="feedback")) == 1
    assert director.get(place).status_code == 403, "the director proposes nothing"
    english = director.get(f"{PLACE}?lang=en").text
    for words in ("Time limits", "Decision on acceptance", "from the receipt of the complaint", "refused"):
        assert words in english, words
    assert served.visitor("wen.rusheng").get(PLACE).status_code == 403
