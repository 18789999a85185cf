"""All sample stories lived through the pages on one clock, then compared (R18, R22, R46, R57, R60, R64)."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from deploy.replay.comparison import compare
from deploy.replay.report import CaseResult, table
from deploy.replay.run import Replay
from deploy.replay.samples import load_expected, load_stories
from deploy.replay.steps import NoRouteYet, require_route
from deploy.wiring import build_replay
from tests.office_process import OfficeProcess, office_template, running_office

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
WHOLE = ["W1", "W2", "W3", "W4", "S014", "S015", "S017", "S018", "S032", "S042", "S044", "S045", "S049"]
READER = "jian.rujing"


@pytest.fixture(scope="module")
def stories_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both sample files as one time line."""
    rows: list[dict[str, Any]] = []
    for name in ("complaints.json", "way.json"):
        rows += json.loads((SAMPLES / name).read_text(encoding="utf-8"))["complaints"]
    path = tmp_path_factory.mktemp("stories") / "all.json"
    path.write_text(json.dumps({"complaints": rows}, ensure_ascii=False), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OfficeProcess]:
    template = office_template(tmp_path_factory.getbasetemp() / "office-template")
    with running_office(tmp_path_factory.mktemp("office"), template=template) as office:
        yield office


@pytest.fixture(scope="module")
def lived(office: OfficeProcess, stories_file: Path) -> Iterator[Replay]:
    replay = build_replay(office.settings, office.passwords, None)
    replay.live(load_stories(stories_file), None)
    yield replay
    replay.close()


@pytest.fixture(scope="module")
def results(lived: Replay, stories_file: Path) -> dict[str, CaseResult]:
    results = lived.compare(stories_file)
    print("\n".join(table(results)))
    return {result.complaint: result for result in results}


@pytest.mark.timeout(600)
def test_no_story_differs_from_what_a_careful_person_would_decide(results: dict[str, CaseResult]) -> None:
    assert [str(d) for result in results.values() for d in result.differences] == []


@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", WHOLE)
def test_a_story_of_this_way_walks_to_the_closed_file(results: dict[str, CaseResult], name: str) -> None:
    assert results[name].verdict == "same"


@pytest.mark.timeout(600)
def test_every_other_story_stops_at_the_first_step_without_a_route_and_names_it(
    results: dict[str, CaseResult], stories_file: Path
) -> None:
    for story in load_stories(stories_file):
        first = ""
        for step in story.steps:
            try:
                require_route(step, story)
            except NoRouteYet as missing:
                first = str(missing)
                break
        assert results[story.id].stopped_at == first
        assert results[story.id].is_complete == (first == "")


@pytest.mark.timeout(600)
def test_near_and_overdue_come_by_themselves_and_once(results: dict[str, CaseResult]) -> None:
    def rungs(name: str, kind: str) -> list[str]:
        return [row.split(" ")[1] for row in results[name].rungs if row.startswith(kind)]

    assert rungs("W1", "acceptance") == []
    assert rungs("W3", "acceptance") == ["near"]
    assert rungs("W4", "acceptance") == ["near", "over"]
    moments = [row for row in results["W4"].rungs if row.startswith("acceptance")]
    assert "2026-10-09T09:00" in moments[0], "yellow at the start of business of the last workday before"
    assert "2026-10-10T17:0" in moments[1], "red after 17:00 of the make-up Saturday"


@pytest.mark.timeout(600)
def test_a_changed_date_a_changed_finding_and_a_changed_decision_are_exactly_three_differences(
    lived: Replay, stories_file: Path, office: OfficeProcess
) -> None:
    expected = copy.deepcopy(load_expected(stories_file)["W1"])
    expected["story_clock"]["resolve_due"] = "2026-09-16"
    expected["expected"]["claims"][1]["finding"] = "not_substantiated"
    expected["expected"]["decision"] = "refer"
    case = lived.office.read(READER, f"/api/v1/cases/{lived.cases['W1'].complaint_id}")
    found = sorted(d.field for d in compare("W1", expected, case, is_complete=True))
    assert found == ["claims.2.finding", "decision", "story_clock.resolve_due"]
