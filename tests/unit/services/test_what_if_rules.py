"""规则试算 of a table of rules: asked with what the tables were asked with then, by the engine's own evaluator."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bpmn.canonical import canonical_digest
from engine.dmn.evaluation import evaluate_decision
from engine.dmn.reader import parse_dmn
from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind, ClockStopReason
from models.case.suggestion import Suggestion
from models.clock.clock import Clock
from models.ground.codes import Complexity, IdentityKind, Role
from models.ground.errors import InvalidInput, NotPermitted, OutsideUnavailable
from models.ground.ids import ClockId, ComplaintId
from models.ground.what_if_codes import NotReplayed, WhatIfGroup, WhatIfNumber
from models.office.deployed_version import DeployedVersion, Door, ResourceKind
from models.store.database import Database
from services.actor import SYSTEM
from services.clocks.open_clock import OpenClock, open_clock
from services.clocks.stop_clock import StopClock, stop_clock
from services.once.once_per_job import JobIdentity
from services.suggestions.prepare_triage import facts_of as read_facts_of
from services.suggestions.record_suggestion import RecordSuggestion, record_suggestion
from services.what_if.ask_rules import AskRules, ask_rules
from services.what_if.list_changes import AskedChanges, list_changes
from services.what_if.list_lines import AskedLines, list_lines
from services.what_if.read_what_ifs import Answer, get_what_if
from services.what_if.what_if_step import what_if_step
from tests.full_office import FullOffice
from tests.office import staff
from tests.web_staff.fake_monitor import FakeMonitor

TABLES = Path(__file__).parents[3] / "bpmn" / "dmn"
DIRECTOR, CLERK = staff("zong.lanyun", Role.DIRECTOR), staff("wen.rusheng", Role.INTAKE)
ENGINE = FakeMonitor()
ANOTHER_DECISION = (
    '  <decision id="complexity" name="时限类别建议"><literalExpression id="Expression_Class">'
    '<text>"simple"</text></literalExpression></decision>'
)
# No complaint has so many wishes: those with four are not serious any more.
MORE_WISHES = ("<text>&gt;= 4</text>", "<text>&gt;= 9</text>")
ON_THE_SPOT = [
    (f'<text>"{route}"</text>', '<text>"on_spot"</text>') for route in ("intervene", "register_refer")
]
OTHER_UNIT = [
    (f"<text>{unit}</text>\n        </outputEntry>", '<text>"SW"</text>\n        </outputEntry>')
    for unit in ("respondent_unit", '"RS"', '"YH-TS"')
]
NO_CLASS_IS_COMPLEX = ('"complex"</text>\n        </outputEntry>', '"simple"</text>\n        </outputEntry>')
WANTS = ("一、退还多收的费用。", "一、退还多收的费用；二、当面说明；三、公开处理结果；四、改进窗口服务。")


@pytest.fixture
def office(office_database: Database, tmp_path: Path) -> FullOffice:
    """Six complaints whose suggestions were taken; each was answered on the eighth day after."""
    office = FullOffice(office_database, folder=tmp_path)
    begun = office.clock.now()
    for no in range(6):
        office.clock.moment = begun
        filed = office.file(wanted=WANTS[no % 2], address=f"203.0.113.{no + 9}")
        suggest(office, ComplaintId(filed.complaint_id), no)
        with office.unit_of_work() as unit:
            complaint = unit.session.get_one(Complaint, filed.complaint_id)
            row = unit.session.get_one(Suggestion, filed.complaint_id)
            complaint.complexity = Complexity(str(row.complexity))
            opening = OpenClock(ComplaintId(complaint.id), ClockKind.RESOLVE, 1, begun, complaint.complexity)
            clock = open_clock(opening, unit)
            office.clock.moment = begun + timedelta(days=8)
            stop_clock(StopClock(ClockId(clock.id), ClockStopReason.DECIDED), unit)
    office.clock.moment = begun + timedelta(days=60)
    return office


def suggest(office: FullOffice, complaint_id: ComplaintId, no: int) -> None:
    """As the diagram of intake does: the shipped tables one after the other, and what they put out on record."""
    facts = facts_of(office, complaint_id)
    triage = evaluate("triage", TABLES.joinpath("triage.dmn").read_bytes(), facts, office)
    assert isinstance(triage, dict)
    asked = {**facts, "triage": triage}
    unit, complexity = (
        evaluate(name, TABLES.joinpath(f"{name}.dmn").read_bytes(), asked, office)
        for name in ("competence", "complexity")
    )
    told = {name: triage[name] for name in ("category", "severity", "route")}
    command = RecordSuggestion(
        complaint_id,
        unit=None if unit is None else str(unit),
        complexity=str(complexity),
        job=JobIdentity(str(900 + no), "77", "complaint.record-suggestion"),
        **told,
    )
    record_suggestion(command, office.unit_of_work(), SYSTEM)


def facts_of(office: FullOffice, complaint_id: str) -> dict[str, object]:
    with office.unit_of_work().reading() as unit:
        return dict(read_facts_of(unit.session.get_one(Complaint, complaint_id), unit))


def evaluate(name: str, content: bytes, variables: dict[str, object], office: FullOffice) -> object:
    return evaluate_decision(parse_dmn(f"{name}.dmn", content), name, variables, office.clock.now()).result


def table(name: str, *changes: tuple[str, str]) -> bytes:
    text = TABLES.joinpath(f"{name}.dmn").read_text(encoding="utf-8")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    return text.encode()


def ask(office: FullOffice, content: bytes, engine: FakeMonitor = ENGINE) -> Answer:
    asked = ask_rules(AskRules(content), office.unit_of_work(), DIRECTOR, engine)
    while what_if_step(office.unit_of_work):
        pass
    return get_what_if(asked, office.unit_of_work(), DIRECTOR)


def test_the_table_of_today_changes_nothing(office: FullOffice) -> None:
    """What is kept of each evaluation is enough to come to the same again."""
    for name in ("triage", "competence", "complexity"):
        told = ask(office, table(name))
        assert (told.tally.asked, told.tally.changed, told.tally.apart) == (6, 0, {}), name


def test_another_table_is_what_the_engine_gives_and_moves_the_limits_of_its_class(office: FullOffice) -> None:
    """Last year's cases against another table of rules; the limits are those of a run under the other class."""
    candidate = table("complexity", NO_CLASS_IS_COMPLEX)
    told = ask(office, candidate)
    rows = office.rows(Suggestion)
    moved = []
    for row in rows:
        triage = {"category": row.category, "severity": row.severity, "route": row.route}
        facts = {**row.versions["facts"], "triage": triage}
        then = evaluate("complexity", candidate, facts, office)
        if then != row.complexity:
            moved.append((row.complaint_id, str(row.complexity), str(then)))
    assert moved and len(moved) < len(rows)
    page = list_changes(AskedChanges(told.row.id), office.unit_of_work(), DIRECTOR)
    assert sorted((line.complaint_id, line.before, line.after) for line in page.lines) == sorted(moved)
    assert told.tally.changed == len(moved) == told.tally.limits
    with office.unit_of_work() as unit:
        for complaint_id, _, then in moved:
            (clock,) = [row for row in office.rows(Clock, complaint_id=complaint_id) if row.kind == "resolve"]
            under = OpenClock(
                ComplaintId(complaint_id), ClockKind.RESOLVE, 2, clock.opened_at, Complexity(then)
            )
            due = open_clock(under, unit).due_at
            assert clock.due_at > clock.stopped_at > due, "in time as it was, late under the other class"
    assert told.tally.numbers == {"late_after": len(moved), "newly_late": len(moved)}


def test_another_table_of_kinds_goes_on_to_the_class_and_to_its_limits(office: FullOffice) -> None:
    """What is settled on the spot is simple where one thing is wished, and was late on the eighth day."""
    told = ask(office, table("triage", *ON_THE_SPOT))
    single = [row for row in office.rows(Suggestion) if row.versions["facts"]["claim_count"] == 1]
    assert [str(row.complexity) for row in single] == ["normal"] * 3
    assert (told.tally.asked, told.tally.changed, told.tally.reclassed) == (6, 6, 3)
    assert (told.tally.limits, told.tally.numbers) == (3, {"late_after": 3, "newly_late": 3})
    late = AskedLines(told.row.id, WhatIfNumber.NEWLY_LATE)
    page = list_lines(late, office.unit_of_work(), DIRECTOR)
    assert {line.complaint_id for line in page.lines} == {row.complaint_id for row in single}


def put_in_use(office: FullOffice, content: bytes, version: int) -> FakeMonitor:
    """The engine that has this table of classes, which is on record as deployed now."""
    key = f"22517998136857{version}"
    with office.unit_of_work() as unit:
        unit.session.add(
            DeployedVersion(
                key=key,
                kind=ResourceKind.DECISION,
                resource_id="complexity",
                name="时限类别建议",
                version=version,
                file_name="complexity.dmn",
                digest=canonical_digest("complexity.dmn", content),
                faults=[],
                door=Door.OFFICE,
                seen_at=unit.clock.now(),
            )
        )
    return FakeMonitor(decision_files={key: content.decode()})


def test_the_class_follows_by_the_table_that_is_in_use(office: FullOffice) -> None:
    """As it was when the question was asked: the newest; while the engine that has it is away, none is asked."""
    put_in_use(office, table("complexity", NO_CLASS_IS_COMPLEX), 9)
    in_use = table(
        "complexity", ('"simple"</text>\n        </outputEntry>', '"complex"</text>\n        </outputEntry>')
    )
    told = ask(office, table("triage", *ON_THE_SPOT), put_in_use(office, in_use, 10))
    assert told.row.candidate["classes"] == canonical_digest("complexity.dmn", in_use)
    assert (told.tally.changed, told.tally.reclassed, told.tally.limits) == (6, 3, 3)
    assert told.tally.numbers == {}, "of a complex one the eighth day is in time"
    with pytest.raises(OutsideUnavailable):
        ask_rules(AskRules(table("triage")), office.unit_of_work(), DIRECTOR, FakeMonitor(is_away=True))


def test_a_kind_whose_class_cannot_be_computed_is_told_and_counted_apart(office: FullOffice) -> None:
    """Its other kind is in the numbers, its class in none: other, same and unclassed are all that would be another kind."""
    no_class = ('"simple"</text>\n        </outputEntry>', '"urgent"</text>\n        </outputEntry>')
    two_rules_fit = ("<text>&gt;= 2</text>", "<text>-</text>")
    for version, change, unclassed in ((9, no_class, 3), (10, two_rules_fit, 6)):
        engine = put_in_use(office, table("complexity", change), version)
        told = ask(office, table("triage", *ON_THE_SPOT), engine)
        assert (told.tally.asked, told.tally.changed, told.tally.apart) == (6, 6, {}), version
        assert sum(told.tally.moves.values()) == 6
        assert (told.tally.reclassed, told.tally.unclassed, told.tally.limits) == (0, unclassed, 0)


def test_what_another_table_of_classes_changed_is_not_put_down_to_the_kinds(office: FullOffice) -> None:
    """Four wishes are no longer complex since: whether they are serious or not has no part in it."""
    engine = put_in_use(office, table("complexity", NO_CLASS_IS_COMPLEX), 3)
    told = ask(office, table("triage", MORE_WISHES), engine)
    assert (told.tally.changed, told.tally.reclassed, told.tally.limits) == (3, 0, 0)


def test_where_and_whom_another_table_hits_is_told(office: FullOffice) -> None:
    """By unit, item, channel and people, of kinds as of units; how people are known of five cases or more alone."""
    rows = sorted(office.rows(Suggestion), key=lambda row: row.versions["facts"]["claim_count"])
    with office.unit_of_work() as unit:
        for no, row in enumerate(rows):
            complaint = unit.session.get_one(Complaint, row.complaint_id)
            complaint.identity_kind = IdentityKind.REAL_NAME
            complaint.handling_unit = "RS" if no in (0, 5) else None
    told = ask(office, table("triage", MORE_WISHES))
    assert told.tally.hits["unit"] == {"RS": [2, 1], "": [4, 2]}
    assert told.tally.hits["channel"] == {"portal": [6, 3]}
    assert {group: [line.numbers for line in lines] for group, lines in told.hits.items()} == {
        WhatIfGroup.UNIT: [{"asked": 4, "changed": 2}, {"asked": 2, "changed": 1}],
        WhatIfGroup.ITEM: [{"asked": 6, "changed": 3}],
        WhatIfGroup.CHANNEL: [{"asked": 6, "changed": 3}],
        WhatIfGroup.PEOPLE: [{"asked": 6, "changed": 3}],
    }
    assert (told.tally.reclassed, told.tally.limits) == (0, 0), "four wishes are complex, serious or not"
    with office.unit_of_work() as unit:
        unit.session.get_one(Complaint, rows[0].complaint_id).identity_kind = IdentityKind.ANONYMOUS
    units = ask(office, table("competence", *OTHER_UNIT))
    assert units.tally.hits["unit"] == {"RS": [2, 2], "": [4, 4]}
    assert units.hits[WhatIfGroup.PEOPLE] == [], "one alone could be guessed"
    assert units.tally.limits == 0


def test_the_answer_says_which_version_in_use_it_stands_at(office: FullOffice) -> None:
    """The result stands at the version, also where the file was written by another program."""
    told = ask(office, table("triage"))
    assert told.deployed is None
    with office.unit_of_work() as unit:
        unit.session.add(
            DeployedVersion(
                key="2251799813685999",
                kind=ResourceKind.DECISION,
                resource_id="triage",
                name="投诉分类建议",
                version=4,
                file_name="triage.dmn",
                digest=canonical_digest("triage.dmn", table("triage", ("  <decision", "    <decision"))),
                faults=[],
                door=Door.OFFICE,
                seen_at=unit.clock.now(),
            )
        )
    again = get_what_if(told.row.id, office.unit_of_work(), DIRECTOR)
    assert again.deployed is not None and again.deployed.version == 4


def test_what_has_no_inputs_on_record_is_counted_apart(office: FullOffice) -> None:
    """It is in no number, and the answer says why."""
    first = office.rows(Suggestion)[0].complaint_id
    with office.unit_of_work() as unit:
        unit.session.get_one(Suggestion, first).versions = {}
    told = ask(office, table("triage"))
    assert (told.tally.asked, told.tally.apart) == (5, {NotReplayed.NO_INPUTS.value: 1})


def test_what_is_no_table_is_not_tried(office: FullOffice) -> None:
    faults = {
        b"": "REQUIRED",
        b"\xff\xfe": "NOT_TEXT",
        b"x" * 200_001: "TOO_LARGE_A_FILE",
        table("triage", ('id="triage"', 'id="other"')): "NO_SUCH_RULES",
        table("triage", ("  <dmndi:DMNDI>", f"{ANOTHER_DECISION}\n  <dmndi:DMNDI>")): "SEVERAL_RULES",
    }
    for content, code in faults.items():
        with pytest.raises(InvalidInput) as refused:
            ask_rules(AskRules(content), office.unit_of_work(), DIRECTOR, FakeMonitor())
        assert refused.value.errors == {"file": code}
    with pytest.raises(InvalidInput) as refused:
        ask_rules(AskRules("不是规则表".encode()), office.unit_of_work(), DIRECTOR, FakeMonitor())
    assert refused.value.errors["file"].startswith("NOT_A_TABLE: ")
    with pytest.raises(NotPermitted):
        ask_rules(AskRules(table("triage")), office.unit_of_work(), CLERK, FakeMonitor())
