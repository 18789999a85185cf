"""The processes of the town: between them every kind of wait, with something to evaluate and to change at each."""

from __future__ import annotations

from tests.engine.diagrams import (
    boundary,
    call,
    catch,
    chain,
    diagram,
    end,
    error,
    escalation,
    escalation_boundary,
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
from tests.engine.rule_diagrams import loop, looped, rule, script
from tests.engine_dmn.tables import decision, dmn, table

# Boundary timers and those of races are longer than a rest lasts here: what was decided by time stays decided so.
LONG = "PT200H"

CASE = diagram(
    message("m", "news", "=name"),
    message("n", "more", "=name"),
    process(
        "case",
        start(),
        script("calc", '=name + "!"', "greeting"),
        exclusive("way", "way_fork"),
        service("never"),
        parallel("fork"),
        service("work", mappings=io(("input", "=greeting", "text"), ("output", "=done", "worked"))),
        timer_boundary("late", "work", LONG, interrupting=False),
        user("ask", "", listener("assigning", "look") + listener("completing", "check")),
        parallel("join"),
        receive("wait", "m"),
        call("called", "child", io(("input", "=name", "name"), ("output", "=answer", "answer"))),
        rule("decide", "route", "route"),
        catch("pause", event("timer", timeDuration="PT2M")),
        node("eventBasedGateway", "race"),
        catch("too_late", event("timer", timeDuration=LONG)),
        catch("came", event("message", messageRef="n")),
        end(),
        end("end2"),
        end("end3"),
        end("end4"),
        chain("start", "calc", "way"),
        flow("way", "never", "=name = null"),
        chain("never", "end4"),
        chain("way", "fork", "work", "join"),
        chain("fork", "ask", "join", "wait", "called", "decide", "pause", "race", "came", "end"),
        chain("race", "too_late", "end2"),
        chain("late", "end3"),
        event_sub(
            "noted",
            "on_note",
            event("timer", timeDuration="PT1M"),
            service("note"),
            end("noted_end"),
            chain("on_note", "note", "noted_end"),
            interrupting=False,
        ),
    ),
)
CHILD = diagram(
    process(
        "child",
        start(),
        looped(
            service("each"),
            loop("=[1, 2, 3]", input_element="item", output_collection="all", output_element="=item * 2"),
        ),
        script("sum", "=sum(all)", "answer"),
        end(),
        chain("start", "each", "sum", "end"),
    )
)
SCOPES = diagram(
    error("bad"),
    escalation("up"),
    process(
        "scopes",
        start(),
        sub(
            "inner",
            start("in_start"),
            inclusive("some"),
            throw("tell", "up"),
            service("fails"),
            inclusive("both"),
            end("in_end"),
            chain("in_start", "some"),
            flow("some", "tell", "=true"),
            flow("some", "fails", "=name != null"),
            chain("tell", "both", "in_end"),
            chain("fails", "both"),
        ),
        escalation_boundary("told", "inner", "up", interrupting=False),
        boundary("caught", "inner", event("error", errorRef="R_bad")),
        user("settle"),
        end(),
        end("end2"),
        end("end3", "terminate"),
        chain("start", "inner", "end"),
        chain("told", "end2"),
        chain("caught", "settle", "end3"),
    ),
)
STARTED = diagram(
    message("g", "go", ""),
    process("started", start("start", "g"), service("begun"), end(), chain("start", "begun", "end")),
)
# Two process ids begin at one moment, so that the one whose start fails has a neighbour.
TIMED = diagram(
    *(
        process(
            name,
            node("startEvent", "tick", event("timer", timeCycle="R2/PT3M")),
            service(f"{name}_work"),
            end(),
            chain("tick", f"{name}_work", "end"),
        )
        for name in ("timed", "timed_too")
    )
)
RULES = dmn(
    decision(
        "route", table("UNIQUE", ("answer",), ("to",), (("< 10",), ('"desk"',)), ((">= 10",), ('"office"',)))
    )
)
FILES = {
    "case.bpmn": CASE,
    "child.bpmn": CHILD,
    "scopes.bpmn": SCOPES,
    "started.bpmn": STARTED,
    "timed.bpmn": TIMED,
    "rules.dmn": RULES,
}
