"""Numbers and texts beyond all bounds are incidents or refusals, never the end of the engine."""

from __future__ import annotations

import pytest

from engine.core.commands import FailJob, ResolveIncident, SetVariables, ThrowError
from engine.model.bounds import MAX_INT32, MAX_MESSAGE_LENGTH, MAX_TEXT_LENGTH, find_whole
from engine.model.elements import TimerKind
from engine.model.intervals import EARLIEST_MS, LATEST_MS, TimerRefused, parse_interval, parse_moment
from engine.model.timers import first_firing, next_firing, parse_cycle
from engine.state.incident import Incident
from engine.state.job import Job
from tests.engine.diagrams import (
    assignment,
    call,
    catch,
    chain,
    diagram,
    end,
    event,
    io,
    listener,
    message,
    process,
    q,
    receive,
    service,
    start,
    timer_boundary,
    user,
)
from tests.engine.driver import Driver
from tests.engine.refusals import faults_of

NINES = "9" * 5_000


def only(element: str, *beside: str, around: str = "") -> bytes:
    return diagram(around, process("p", start(), element, *beside, end(), chain("start", "x", "end")))


def priority(value: str) -> str:
    return user("x", f"<zeebe:priorityDefinition priority={q(value)}/>")


def schedule(**dates: str) -> str:
    return user(
        "x", f"<zeebe:taskSchedule {' '.join(f'{name}={q(value)}' for name, value in dates.items())}/>"
    )


def late(value: str, kind: str = "timeDuration") -> bytes:
    return only(
        service("x"),
        timer_boundary("late", "x", value, kind, interrupting=False),
        end("e2"),
        chain("late", "e2"),
    )


RETRIES = only(service("x", retries="=v"))
POISON: list[tuple[bytes, object]] = [
    (RETRIES, 1e30),
    (RETRIES, 2**63),
    (RETRIES, MAX_INT32 + 1),
    (RETRIES, -MAX_INT32 - 2),
    (RETRIES, int("9" * 4_000)),
    (RETRIES, NINES),
    (only(priority("=v")), 1e30),
    (only(priority("=v")), NINES),
    (only(schedule(dueDate="=v")), NINES),
    (only(schedule(followUpDate="=v")), f"2026-01-01T00:00:00.{NINES}Z"),
    (only(catch("x", event("timer", timeDuration="=v"))), f"P{NINES}D"),
    (only(catch("x", event("timer", timeDuration="=v"))), f"P{'9' * 900}Y"),
    (only(catch("x", event("timer", timeDuration="=v"))), f"PT{'9' * 400}S"),
    (only(catch("x", event("timer", timeDate="=v"))), f"{NINES}-01-01T00:00:00Z"),
    (late("=v", "timeCycle"), f"R{'9' * 19}/PT1H"),
    (late("=v", "timeCycle"), f"R{NINES}/PT1H"),
    (late("=v", "timeCycle"), f"R/P{NINES}D"),
    (late("=v", "timeCycle"), f"0 0 {NINES} * * *"),
    (late("=v", "timeCycle"), f"0 */{NINES} * * * *"),
    (only(service("x", "=v")), "t" * (MAX_TEXT_LENGTH + 1)),
    (only(user("x", assignment(assignee="=v"))), "t" * (MAX_TEXT_LENGTH + 1)),
    (only(user("x", assignment(candidateGroups="=[v]"))), "t" * (MAX_TEXT_LENGTH + 1)),
    (only(call("x", "=v")), "t" * (MAX_TEXT_LENGTH + 1)),
    (only(receive("x", "M"), around=message("M", "=v", "=1")), "t" * (MAX_TEXT_LENGTH + 1)),
    (only(receive("x", "M"), around=message("M", "m", "=v")), "t" * (MAX_TEXT_LENGTH + 1)),
    (only(service("x", mappings=io(("input", "=for i in 1..9999 return v", "list")))), "t" * 60_000),
]


@pytest.mark.parametrize(("file", "value"), POISON, ids=range(len(POISON)))
def test_a_value_beyond_its_bounds_is_an_incident_that_tells_so(
    engine: Driver, file: bytes, value: object
) -> None:
    """EN-1: a value of a variable that no store or calendar holds stops its own token and nothing else."""
    engine.deploy(file)
    key = engine.create(v=value)
    incident = engine.incident()
    assert (incident.element_id, engine.active(key)) == ("x", ["x"])
    assert 0 < len(incident.error_message) <= MAX_MESSAGE_LENGTH
    engine.advance(1)


def test_a_value_within_its_bounds_lets_the_token_go_on(engine: Driver) -> None:
    """EN-1: the incident is resolved like any other."""
    engine.deploy(RETRIES)
    key = engine.create(v=1e30)
    engine.run(SetVariables(key, {"v": MAX_INT32}))
    engine.run(ResolveIncident(engine.incident().key))
    assert engine.jobs("x")[0].retries == MAX_INT32


STATIC = [
    service("x", retries=NINES),
    service("x", retries=str(MAX_INT32 + 1)),
    priority(NINES),
    priority("101"),
    schedule(dueDate=NINES),
    catch("x", event("timer", timeDuration=f"P{NINES}D")),
    catch("x", event("timer", timeDate=f"{NINES}-01-01T00:00:00Z")),
    service("x", "t" * (MAX_TEXT_LENGTH + 1)),
    user("x", listeners=listener("creating", "t").replace("/>", f" retries={q(NINES)}/>")),
    service("x", mappings=io(("input", "=1", ".".join(["a"] * 3_000)))),
]


@pytest.mark.parametrize("element", STATIC, ids=range(len(STATIC)))
def test_a_static_value_beyond_its_bounds_is_refused_at_its_element(element: str) -> None:
    """EN-1: a file that ended the engine on its way in is refused with file, type and id."""
    (fault,) = faults_of(start(), element, end(), chain("start", "x", "end"))
    assert (fault.file, fault.element_id) == ("x.bpmn", "x")
    assert len(str(fault)) < 500


@pytest.mark.parametrize(
    "cycle", [f"R{NINES}/PT1H", f"R{'9' * 19}/PT1H", f"0 0 {NINES} * * *", f"R/P{NINES}D"]
)
def test_a_static_cycle_beyond_its_bounds_is_refused(cycle: str) -> None:
    """EN-1."""
    timer = timer_boundary("late", "x", cycle, "timeCycle", interrupting=False)
    (fault,) = faults_of(
        start(), service("x"), timer, end(), end("e2"), chain("start", "x", "end"), chain("late", "e2")
    )
    assert (fault.element_type, fault.element_id) == ("boundaryEvent", "late")


def test_the_ends_of_the_calendar_hold_every_kind_of_timer() -> None:
    """EN-1: no moment is computed that the calendar does not have."""
    assert parse_moment("0001-01-01T00:00:00+23:59") == EARLIEST_MS
    assert first_firing(TimerKind.DURATION, "-P9999D", EARLIEST_MS).due_at == EARLIEST_MS
    with pytest.raises(TimerRefused, match="9999"):
        parse_moment("9999-12-31T23:59:59-23:59")
    for text in ("0 0 0 1 1 *", "R/PT1S", "R/P1M"):
        with pytest.raises(TimerRefused):
            next_firing(parse_cycle(text), LATEST_MS, LATEST_MS)
    with pytest.raises(TimerRefused):
        parse_interval("P99999999999999D")


def test_whole_numbers_are_counted_before_they_are_converted() -> None:
    """EN-1."""
    assert [find_whole(text, 100) for text in ("0", "100", "101", "-1", "1.0", "", "００7", "0" * 9_000)] == [
        0,
        100,
        None,
        None,
        None,
        None,
        7,
        0,
    ]


@pytest.mark.parametrize(("given", "retries"), [(2.7, 2), (-2.7, -2), (0.5, 0), (3, 3)])
def test_a_fraction_of_retries_is_cut_off(engine: Driver, given: float, retries: int) -> None:
    """EN-12: as on Zeebe, which takes the whole part."""
    engine.deploy(RETRIES)
    engine.create(v=given)
    assert engine.open(Job)[0].retries == retries


def test_a_fraction_is_no_priority(engine: Driver) -> None:
    """EN-12: the sentence is Zeebe's."""
    engine.deploy(only(priority("=v")))
    engine.create(v=1.5)
    told = "Expected result of the expression 'v' to be an integer, but was a decimal."
    assert engine.incident().error_message == told


def test_messages_are_cut_where_zeebe_cuts_them(engine: Driver) -> None:
    """EN-12: of 15,000 characters a failed job, its incident and a thrown error keep 10,000."""
    engine.deploy(only(service("x")))
    engine.create()
    job = engine.jobs("x")[0]
    engine.run(FailJob(job.key, 0, message="m" * 15_000))
    kept = ("m" * (MAX_MESSAGE_LENGTH - 3)) + "..."
    assert (engine.incident().error_message, engine.open(Job)[0].error_message) == (kept, kept)
    engine.create()
    engine.run(ThrowError(engine.jobs("x")[0].key, "code", "m" * 15_000))
    assert max(len(row.error_message) for row in engine.rows(Incident)) == MAX_MESSAGE_LENGTH


@pytest.mark.parametrize(
    "element",
    [
        service("x", mappings=io(("output", "x", "y"))),
        service("x", mappings=io(("output", "1", "y"))),
        schedule(dueDate="tomorrow"),
        schedule(dueDate="2026-09-01"),
        schedule(followUpDate="2026-09-01T08:00:00"),
        catch("x", event("timer", timeDate="2026-09-01")),
    ],
)
def test_a_static_output_and_a_date_that_is_none_are_refused(element: str) -> None:
    """EN-11: as on Zeebe; the text "x" was an output's value, and the date an incident of every instance."""
    (fault,) = faults_of(start(), element, end(), chain("start", "x", "end"))
    assert fault.element_id == "x"


def test_a_static_input_and_a_date_with_zone_are_taken(engine: Driver) -> None:
    """EN-11: only what cannot be meant is refused."""
    engine.deploy(only(service("x", mappings=io(("input", "text", "y")))))
    engine.deploy(only(schedule(dueDate="2026-09-01T08:00+08:00", followUpDate="")))


UNKNOWN = (
    "The evaluation reported the following warnings:\n[NO_VARIABLE_FOUND] No variable found with name 'v'"
)


@pytest.mark.parametrize(
    ("file", "told"),
    [
        (only(service("x", "=v")), "Expected result of the expression 'v' to be 'STRING', but was 'NULL'."),
        (RETRIES, "Expected result of the expression 'v' to be 'NUMBER', but was 'NULL'."),
        (
            only(user("x", assignment(candidateUsers="=v"))),
            "Expected result of the expression 'v' to be 'ARRAY', but was 'NULL'.",
        ),
        (
            only(receive("x", "M"), around=message("M", "m", "=v")),
            "Failed to extract the correlation key for 'v': The value must be either a string or a number, "
            "but was 'NULL'.",
        ),
        (
            only(catch("x", event("timer", timeDuration="=v"))),
            "Expected result of the expression 'v' to be 'timeDuration', but was 'NULL'.",
        ),
    ],
)
def test_an_incident_names_the_variable_that_is_missing(engine: Driver, file: bytes, told: str) -> None:
    """EN-12: the sentences are Zeebe's, and the last line is the whole answer for who looks at it."""
    engine.deploy(file)
    engine.create()
    assert engine.incident().error_message == f"{told} {UNKNOWN}"


def test_a_failed_assertion_tells_what_went_before(engine: Driver) -> None:
    """EN-12: the example of Zeebe's own tests."""
    engine.deploy(only(service("x", mappings=io(("input", "=assert(v, v != null)", "y")))))
    engine.create()
    missing = "[NO_VARIABLE_FOUND] No variable found with name 'v'"
    assert engine.incident().error_message == (
        "Assertion failure on evaluate the expression 'assert(v, v != null)': The condition is not fulfilled "
        f"The evaluation reported the following warnings:\n{missing}\n{missing}\n"
        "[ASSERT_FAILURE] The condition is not fulfilled"
    )
