"""The appraisal of files whose term is over, through the real web server: judged by two, decided by the head."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from models.case.appraisal import Appraisal
from models.case.complaint import Complaint
from models.case.file_keeping import FileKeeping
from models.case.lifecycle import Outcome, Stage
from models.ground.keeping_codes import FileKind, KeepingClass
from models.vault.keyring import Keyring
from tests.served_office import ServedOffice, serve_office
from tests.web.pages import text_of

SUPERVISOR, APPROVER, DIRECTOR = "jian.rujing", "heng.gongyun", "zong.lanyun"


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory, sqlite_office_template: Path, keyring: Keyring
) -> Iterator[ServedOffice]:
    with serve_office(tmp_path_factory.mktemp("appraisals"), sqlite_office_template) as served:
        yield served


@pytest.fixture(scope="module")
def numbers(served: ServedOffice) -> tuple[str, ...]:
    """Two closed files whose term is over."""
    filed = [served.office.file(address=f"198.51.100.{no}") for no in (21, 22)]
    with served.office.unit_of_work() as unit:
        for case in filed:
            row = unit.session.get_one(Complaint, case.complaint_id)
            row.stage, row.outcome, row.closed_at = Stage.ARCHIVED, Outcome.REFUSED, unit.clock.now()
            kept = FileKeeping(
                complaint_id=row.id, kind=FileKind.WITHOUT_RESULT, keeping=KeepingClass.YEARS_10
            )
            kept.closed_on, kept.starts_on, kept.ends_on = (
                date(2010, 1, 4),
                date(2011, 1, 1),
                date(2020, 12, 31),
            )
            unit.session.add(kept)
    return tuple(case.number for case in filed)


def test_files_are_judged_by_two_and_decided_by_the_head(
    served: ServedOffice, numbers: tuple[str, ...]
) -> None:
    supervisor, approver, director = map(served.visitor, (SUPERVISOR, APPROVER, DIRECTOR))
    assert "还没有鉴定" in text_of(director.get("/appraisals"))
    assert director.post("/appraisals").status_code == 403
    due = text_of(supervisor.get("/appraisals"))
    assert all(number in due for number in numbers)
    assert "2020-12-31" in due
    at = supervisor.post("/appraisals").headers["location"]
    assert supervisor.post("/appraisals").status_code == 409, "no other file is due"
    (batch,) = served.office.rows(Appraisal)
    chosen = [row.complaint_id for row in served.office.rows(FileKeeping)]
    supervisor.get(at)
    refused = supervisor.post(f"{at}/judgements", {"chosen": chosen, "judgement": "destroy", "words": ""})
    assert refused.status_code == 422
    assert 'href="#words"' in refused.text
    for person, words in ((supervisor, "无利用价值"), (approver, "同意销毁")):
        person.get(at)
        fields = {"chosen": chosen, "judgement": "destroy", "words": words}
        # The panel of keys, which stands on every page, has a checkbox of its own.
        page = person.get(at).text.split("<dialog")[0]
        assert page.count(" checked") == len(chosen), "what he has not judged is chosen"
        answer = person.post(f"{at}/judgements?after=A", fields)
        assert (answer.status_code, answer.headers["location"]) == (303, f"{at}?done=judged&after=A")
        assert " checked" not in person.get(at).text.split("<dialog")[0]
    shown = text_of(director.get(at))
    assert all(words in shown for words in ("无利用价值", "同意销毁", "各卷均有两人的一致意见", batch.number))
    assert "机关负责人决定" not in text_of(approver.get(at)).replace("待机关负责人决定", "").replace(
        "即机关负责人决定", ""
    )
    assert approver.post(f"{at}/decision", {"decision": "approve"}).status_code == 403
    empty = director.post(f"{at}/decision", {"decision": "send_back"})
    assert empty.status_code == 422
    assert 'href="#decision_words"' in empty.text
    assert director.post(f"{at}/decision", {"decision": "approve"}).status_code == 303
    assert director.post(f"{at}/decision", {"decision": "approve"}).status_code == 409
    shown = text_of(director.get(at))
    assert "系统不会自行销毁" in shown
    assert "没有待鉴定的案卷" in text_of(supervisor.get("/appraisals"))
    assert served.visitor("guan.xitong").get("/appraisals").status_code == 403
