"""What holds where a token comes: over merges, joins, borders, links, events beside the way and loops."""

from __future__ import annotations

from collections.abc import Iterable

from bpmn.diagram import Diagram, Flow, Loop, Mapping, Node
from services.resource_check.dataflow import Written, follow, some
from services.resource_check.owed_steps import BEGIN, END, list_owing
from services.resource_check.walk import Walk

STEP = ("approve", "", "")


def node(node_id: str, kind: str = "userTask", parent: str = "p", **more: object) -> Node:
    return Node(id=node_id, kind=kind, name=node_id, process_id="p", parent=parent, **more)  # type: ignore[arg-type]  # fields of Node by name


def task(node_id: str, *writes: str, parent: str = "p", form: str = "") -> Node:
    outputs = tuple(Mapping(f"={name}", name) for name in writes)
    return node(node_id, parent=parent, outputs=outputs, form_id=form)


def diagram(nodes: Iterable[Node], *ways: str) -> Diagram:
    """`ways` are "a>b>c"."""
    pairs = [pair for way in ways for pair in zip(way.split(">"), way.split(">")[1:], strict=False)]
    flows = tuple(Flow(f"{source}_{target}", "", source, target, "") for source, target in pairs)
    return Diagram("p.bpmn", "p", "p", "", "", tuple(nodes), flows, ())


def ends(*more: Node) -> list[Node]:
    return [node("s", "startEvent"), node("e", "endEvent"), *more]


def before(walk: Walk[Written], node_id: str) -> frozenset[str]:
    state = walk.before[node_id]
    assert state is not None
    return state.names


def test_of_two_ways_only_what_both_wrote_counts() -> None:
    """OW-26: read before written on SOME way."""
    split, merge = node("x", "exclusiveGateway"), node("m", "exclusiveGateway")
    walk = follow(
        diagram(ends(split, merge, task("a", "both", "one"), task("b", "both")), "s>x>a>m>e", "x>b>m"),
        some("given"),
    )
    assert before(walk, "e") == {"given", "both"}


def test_of_joined_branches_all_that_any_wrote_counts() -> None:
    fork, join = node("f", "parallelGateway"), node("j", "parallelGateway")
    walk = follow(diagram(ends(fork, join, task("a", "one"), task("b", "two")), "s>f>a>j>e", "f>b>j"), some())
    assert before(walk, "e") == {"one", "two"}


def test_a_loop_reads_at_its_beginning_only_what_was_written_before_it() -> None:
    merge, split = node("m", "exclusiveGateway"), node("x", "exclusiveGateway")
    walk = follow(diagram(ends(merge, split, task("a", "counted")), "s>m>a>x>e", "x>m"), some())
    assert before(walk, "a") == frozenset()
    assert before(walk, "e") == {"counted"}


def test_an_event_on_the_border_leaves_without_the_work() -> None:
    late = node("late", "boundaryEvent", attached_to="a")
    merge = node("m", "exclusiveGateway")
    walk = follow(diagram(ends(task("a", "done"), late, merge), "s>a>m>e", "late>m"), some())
    assert before(walk, "e") == frozenset()


def test_a_scope_gives_what_its_ends_have_and_keeps_its_own() -> None:
    inner = [
        node("sub", "subProcess", inputs=(Mapping("=null", "own"),)),
        node("is", "startEvent", "sub"),
        task("a", "own", "told", parent="sub"),
        node("ie", "endEvent", "sub", is_terminate=True),
        node("beside", "subProcess", "sub", is_event_sub_process=True),
        node("bs", "startEvent", "beside", message="complaint.rated", is_interrupting=False),
        task("b", "aside", parent="beside"),
        node("be", "endEvent", "beside"),
    ]
    walk = follow(diagram(ends(*inner), "s>sub>e", "is>a>ie", "bs>b>be"), some())
    assert before(walk, "a") == {"own"}
    assert before(walk, "b") == {"own"}
    assert before(walk, "e") == {"told"}


def test_a_link_leads_on_and_a_round_has_its_own_variable() -> None:
    jump, landing = (
        node("t", "intermediateThrowEvent", link="L"),
        node("c", "intermediateCatchEvent", link="L"),
    )
    rounds = node("r", loop=Loop("=list", "item", "results"))
    walk = follow(diagram(ends(task("a", "list"), jump, landing, rounds), "s>a>t", "c>r>e"), some())
    assert before(walk, "r") == {"list"}
    assert before(walk, "e") == {"list", "results"}


def test_a_job_of_somebody_else_may_write_anything() -> None:
    """A doubt is no fault."""
    walk = follow(diagram(ends(node("j", "serviceTask", job_type="io.camunda:http-json:1")), "s>j>e"), some())
    state = walk.before["e"]
    assert state is not None and state.lacks(frozenset({"whatever"})) == []


def test_a_step_beside_other_work_is_done_when_both_are_joined() -> None:
    """OW-1: a legal review in parallel with the approval goes around nothing."""
    fork, join = node("f", "parallelGateway"), node("j", "parallelGateway")
    both = diagram(
        ends(fork, join, task("a", form="approve"), task("b", form="review")), "s>f>a>j>e", "f>b>j"
    )
    assert list_owing(both, STEP, BEGIN, [END]) == []
    alone = diagram(ends(fork, join, task("a", form="other"), task("b", form="review")), "s>f>a>j>e", "f>b>j")
    assert list_owing(alone, STEP, BEGIN, [END]) == [END]


def test_a_step_that_an_event_breaks_off_is_owed() -> None:
    """OW-1: a timer on the border of the approval that leads on is a way around it."""
    late, merge = node("late", "boundaryEvent", attached_to="a"), node("m", "exclusiveGateway")
    around = diagram(ends(task("a", form="approve"), late, merge), "s>a>m>e", "late>m")
    assert list_owing(around, STEP, BEGIN, [END]) == [END]
    quiet = node("late", "boundaryEvent", attached_to="a", is_interrupting=False)
    beside = diagram(ends(task("a", form="approve"), quiet, node("told", "endEvent")), "s>a>e", "late>told")
    assert list_owing(beside, STEP, BEGIN, [END]) == []
