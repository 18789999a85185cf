"""Files and processes that ended the engine, or would never have ended themselves."""

from __future__ import annotations

import pytest

from engine.core.commands import CancelInstance
from engine.elements import life_cycle
from engine.errors import DeploymentError
from engine.state.incident import Incident
from engine.state.process_instance import ProcessInstance
from tests.engine.diagrams import call, chain, diagram, end, flow, process, service, start, sub
from tests.engine.driver import Driver
from tests.engine.refusals import faults_of

WORK = diagram(process("q", start(), service("x"), end(), chain("start", "x", "end")))


def test_a_process_that_calls_itself_twice_ends_no_command_later_than_another(
    engine: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """EN-1: its instances double at each level, and the command that began it never came to an end."""
    monkeypatch.setattr(life_cycle, "MAX_ENTERED_AT_ONCE", 200)
    twice = (call("a", "p"), call("b", "p"), flow("start", "a"), flow("start", "b"))
    engine.deploy(diagram(process("p", start(), *twice)), WORK)
    key = engine.create()
    assert len(engine.open(ProcessInstance)) < 200
    told = {incident.error_message for incident in engine.open(Incident)}
    assert told == {"Expected to go on, but one command entered 200 elements without a rest"}
    engine.create("q")
    engine.work("x")
    engine.run(CancelInstance(key))
    assert engine.open(ProcessInstance) == []


@pytest.mark.parametrize("encoding", ["gbk", "big5", "x-nobody-knows"])
def test_a_file_in_an_encoding_that_the_parser_does_not_know_is_refused(
    engine: Driver, encoding: str
) -> None:
    """EN-1: the parser raised what nobody caught, and the engine ended."""
    file = WORK.replace(b"UTF-8", encoding.encode())
    with pytest.raises(DeploymentError, match="encoding"):
        engine.deploy(file)


def test_a_sub_process_that_leads_into_itself_is_refused() -> None:
    """EN-1: the search for loops went down in it until the interpreter gave up, and the engine ended."""
    inside = sub("s", start("s1"), end("s2"), flow("s1", "s"))
    found = faults_of(start(), inside, end(), chain("start", "s", "end"))
    assert "target 's' stands in another scope" in {fault.message for fault in found}
