"""What the walk takes for a code is one, wherever on a page it stands; planted ones are found, words are not."""

from __future__ import annotations

import json

import pytest
from werkzeug.routing import Map, Rule

from tests.pages_walk.report import UNSEEN, list_unseen
from tests.pages_walk.suspects import ALLOWED, find_suspects
from tests.pages_walk.walk import Page, Walk, list_routes, routes

CODES = frozenset({"tan.genyuan", "X-DSJ", "RS-003"})


def found_on(html: str, rule: str = "/cases/<complaint_id>") -> list[str]:
    """The pieces that are reported of a page."""
    page = Page("intake", "GET", rule, rule, 200, f"<html><body>{html}</body></html>")
    return [suspect.piece for suspect in find_suspects([page], CODES)]


@pytest.mark.parametrize(
    ("html", "piece"),
    [
        ("<li>已调整: {'from': '2026-10-27'}</li>", "from"),
        ("<li>甲 {'甲': 1}</li>", "{'"),
        ("<li>[{1}]</li>", "[{"),
        ("<dd>已停止 signed</dd>", "signed"),
        ("<p>分类规则（triage）</p>", "triage"),
        ("<p>表单 draft-opinion · 版本 1</p>", "draft-opinion"),
        ("<p>外单位 X-DSJ</p>", "X-DSJ"),
        ("<p>事项 RS-003</p>", "RS-003"),
        ("<p>办理人 tan.genyuan</p>", "tan.genyuan"),
        ("<p>Field_9287b68：必填</p>", "Field_9287b68"),
        ("<p>None</p>", "None"),
        ("<p>2026-10-27T17:00</p>", "2026-10-27T17"),
        ("<p>09:30+08:00</p>", "0+08:00"),
        ("<p>校验码 e40da874ba9f</p>", "e40da874ba9f"),
        ("<p><code>UserTask_Draft</code></p>", "UserTask_Draft"),
        ('<a title="tan.genyuan" href="/x">查看</a>', "tan.genyuan"),
        ('<img alt="signed">', "signed"),
        ('<button aria-label="重置 tan.genyuan">重置</button>', "tan.genyuan"),
        ('<input placeholder="mm/dd">', None),
        ('<td data-label="stop_reason">甲</td>', "stop_reason"),
        ("<select><option>complaint_id</option></select>", "complaint_id"),
        ("<title>complaint</title>", "complaint"),
    ],
)
def test_a_planted_code_is_found_wherever_it_stands(html: str, piece: str | None) -> None:
    """UX-8."""
    found = found_on(html)
    assert found == [] if piece is None else piece in found


@pytest.mark.parametrize("place", ["label", "option", "value", "row", "date"])
def test_a_code_in_a_form_that_a_script_draws_is_found(place: str) -> None:
    fields: dict[str, dict[str, object]] = {
        "label": {"type": "textfield", "key": "a", "label": "handler_id"},
        "option": {"type": "select", "key": "a", "label": "甲", "valuesKey": "handlers"},
        "value": {"type": "textfield", "key": "who", "label": "甲"},
        "row": {"type": "dynamiclist", "path": "rows", "components": [{"type": "textfield", "key": "a"}]},
        "date": {"type": "datetime", "key": "a", "dateLabel": "visited_on"},
    }
    code = {"label": "handler_id", "date": "visited_on"}.get(place, "tan.genyuan")
    data = {"who": code, "handlers": [{"label": code, "value": "x"}], "rows": [{"a": code}]}
    block = json.dumps({"schema": {"components": [fields[place]]}, "data": data})
    assert found_on(f'<script type="application/json" id="task-form-data">{block}</script>') == [code]


def test_words_names_of_files_and_what_people_wrote_are_no_codes() -> None:
    html = """<p>查分明（投诉处置科） YH-2026-000001 C03窗口 20 MB：PDF、Word 2026-09-10 17:00</p>
        <a>现场照片 one.jpg</a><pre class="raw">signed by tan.genyuan</pre><b data-written>X-DSJ</b>
        <script>let signed = null</script><code>{digest}</code>""".replace("{digest}", "a1" * 32)
    assert found_on(html) == []


def test_machine_names_stand_in_code_on_pages_of_those_who_watch_processes_only() -> None:
    html = "<td>起草处理意见 <code>UserTask_DraftOpinion</code></td>"
    assert found_on(html, "/monitor/instances/<key>") == []
    assert found_on(html, "/tasks") == ["UserTask_DraftOpinion"]
    assert found_on("<td>UserTask_DraftOpinion</td>", "/monitor/instances/<key>") == ["UserTask_DraftOpinion"]


def test_the_demo_s_logins_stand_in_code_on_its_sign_in_only() -> None:
    html = "<td><code>tan.genyuan</code></td>"
    assert found_on(html, "/sign-in") == []
    assert found_on(html, "/tasks") == ["tan.genyuan"]
    assert found_on("<td>tan.genyuan</td>", "/sign-in") == ["tan.genyuan"]


def test_the_office_s_address_is_a_word_on_a_printed_sheet_only() -> None:
    html = "<p>请打开 http://127.0.0.1:8080/handover （本站）回复</p>"
    sheet = "/cases/<complaint_id>/referrals/<referral_id>/sheet"
    assert found_on(html, sheet) == []
    assert found_on(html) == ["http://127.0.0.1:8080/handover"]
    assert found_on("<p>请打开 http://127.0.0.1:8080/tasks 回复</p>", sheet) == [
        "http://127.0.0.1:8080/tasks"
    ]


def test_at_most_forty_words_are_allowed() -> None:
    assert len(ALLOWED) <= 40


def test_a_new_route_is_unseen_until_somebody_walks_it() -> None:
    url_map = Map([Rule("/new-page", methods=["GET"], endpoint="new")])
    walk = Walk(url_map)
    assert list_unseen(walk) == ["GET /new-page"]
    walk.pages.append(Page("intake", "GET", "/new-page", "/new-page", 200, "<p>新</p>"))
    assert list_unseen(walk) == []


def test_only_routes_that_exist_are_excused() -> None:
    known = {(method, rule) for method in ("GET", "POST") for rule in list_routes(routes(), method)}
    assert set(UNSEEN) - known == set()
