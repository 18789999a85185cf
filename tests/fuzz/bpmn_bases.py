"""Sound diagrams to be spoilt: every element that the engine executes stands in one of them."""

from __future__ import annotations

from typing import Final

from tests.engine.diagrams import (
    assignment,
    boundary,
    call,
    catch,
    chain,
    diagram,
    end,
    error,
    escalation,
    event,
    event_sub,
    exclusive,
    flow,
    inclusive,
    io,
    listener,
    message,
    node,
    parallel,
    process,
    receive,
    service,
    start,
    sub,
    throw,
    timer_boundary,
    user,
)

LOOP: Final = (
    "<bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements>"
    '<zeebe:loopCharacteristics inputCollection="=list" inputElement="item" outputCollection="out" outputElement="=item"/>'
    "</bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>"
)
SCRIPT: Final = '<zeebe:script expression="=a + 1" resultVariable="r"/>'
TIMED: Final = event("timer", timeDuration="=d")

BASES: Final[tuple[bytes, ...]] = (
    diagram(
        process(
            "p",
            start(),
            service("a", mappings=io(("input", "=x", "y"), ("output", "=y", "z"))),
            end(),
            chain("start", "a", "end"),
        )
    ),
    diagram(
        process(
            "p",
            start(),
            exclusive("g", "g_b"),
            service("a", retries="=n"),
            user("b", assignment(assignee="=who")),
            end(),
            chain("start", "g", "b", "end"),
            flow("g", "a", "=x &gt; 1"),
            chain("a", "end"),
        )
    ),
    diagram(
        message("M", "m"),
        process(
            "p",
            start(),
            parallel("f"),
            receive("a", "M"),
            catch("b", TIMED),
            parallel("j"),
            end(),
            chain("start", "f", "a", "j", "end"),
            chain("f", "b", "j"),
        ),
    ),
    diagram(
        process(
            "p",
            start(),
            inclusive("f"),
            service("a"),
            service("b"),
            inclusive("j"),
            end(),
            flow("start", "f"),
            flow("f", "a", "=x &gt; 0"),
            flow("f", "b", "=true"),
            chain("a", "j", "end"),
            chain("b", "j"),
        )
    ),
    diagram(
        escalation("E"),
        error("e"),
        process(
            "p",
            start(),
            sub("s", start("s1"), service("a"), throw("t", "E"), end("s2"), chain("s1", "a", "t", "s2")),
            timer_boundary("late", "s", "R3/PT1H", "timeCycle", interrupting=False),
            boundary("broke", "s", event("error", errorRef="R_e")),
            end(),
            service("again"),
            end("e2"),
            end("e3", code="E"),
            chain("start", "s", "end"),
            chain("late", "again", "e3"),
            chain("broke", "e2"),
        ),
    ),
    diagram(process("p", start(), call("c", "p", down=True, up=True), end(), chain("start", "c", "end"))),
    diagram(
        process("p", start(), call("c", "=next"), end(), chain("start", "c", "end")),
        process("q", start("qs"), service("qa"), end("qe"), chain("qs", "qa", "qe")),
    ),
    diagram(
        process(
            "p",
            start(),
            node("serviceTask", "a", LOOP, '<zeebe:taskDefinition type="a"/>'),
            node("scriptTask", "r", "", SCRIPT),
            end("end", "terminate"),
            chain("start", "a", "r", "end"),
        )
    ),
    diagram(
        process(
            "p",
            start(),
            user(
                "u",
                '<zeebe:taskSchedule dueDate="=due"/><zeebe:priorityDefinition priority="=n"/>',
                listener("creating", "a") + listener("completing", "b"),
            ),
            end(),
            chain("start", "u", "end"),
        )
    ),
    diagram(
        process(
            "p",
            start(),
            service("a"),
            end(),
            chain("start", "a", "end"),
            event_sub(
                "es", "es1", TIMED, service("b"), end("es2"), chain("es1", "b", "es2"), interrupting=False
            ),
        ),
    ),
    diagram(
        message("M", "m"),
        process(
            "p",
            start(),
            node("eventBasedGateway", "g"),
            catch("a", event("message", messageRef="M")),
            catch("b", TIMED),
            end(),
            chain("start", "g", "a", "end"),
            chain("g", "b", "end"),
        ),
    ),
    diagram(
        message("M", "m"),
        process(
            "p",
            start("start", "M"),
            node("startEvent", "often", event("timer", timeCycle="R/PT1H")),
            node("businessRuleTask", "d", "", '<zeebe:calledDecision decisionId="=who" resultVariable="r"/>'),
            node(
                "sendTask",
                "a",
                LOOP.replace("Characteristics>", 'Characteristics isSequential="true">', 1),
                '<zeebe:taskDefinition type="a"/>',
            ),
            end(),
            chain("start", "d", "a", "end"),
            chain("often", "d"),
        ),
    ),
    diagram(
        process(
            "p",
            start(),
            node("intermediateThrowEvent", "out", '<bpmn:linkEventDefinition name="l"/>'),
            catch("in", '<bpmn:linkEventDefinition name="l"/>'),
            service("a"),
            end(),
            chain("start", "out"),
            chain("in", "a", "end"),
        )
    ),
)
