"""Files that are no decisions, or that would mean less than they show, are refused with element and id."""

from __future__ import annotations

import pytest

from engine.dmn.reader import parse_dmn
from engine.errors import DeploymentError, Fault
from engine.model.xml_tree import MAX_BYTES
from tests.engine_dmn.tables import HEAD, decision, dmn, literal, table


def faults_of(content: bytes) -> tuple[Fault, ...]:
    with pytest.raises(DeploymentError) as caught:
        parse_dmn("x.dmn", content)
    assert {fault.file for fault in caught.value.faults} == {"x.dmn"}
    return caught.value.faults


def test_doctype_is_refused() -> None:
    content = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
    assert "DOCTYPE" in faults_of(content)[0].message


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no xml",
        b"<a/>",
        b" " * (MAX_BYTES + 1),
        b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>',
        b'<definitions xmlns="http://www.omg.org/spec/DMN/20151101/dmn.xsd" id="g"/>',
    ],
    ids=["empty", "text", "other", "big", "bpmn", "dmn 1.1"],
)
def test_file_that_is_no_dmn_is_refused(content: bytes) -> None:
    assert faults_of(content)[0].element_type == "resource"


ROW = (("1",), ("1",))
REFUSED = [
    (dmn(), "definitions", "graph", "has no decision"),
    (dmn(decision("d", "")), "decision", "d", "exactly one"),
    (dmn(decision("d", literal("1") + literal("2"))), "decision", "d", "exactly one"),
    (dmn(decision("d", "<context/>")), "decision", "d", "context is not supported"),
    (dmn(decision("d", "<invocation/>")), "decision", "d", "invocation is not supported"),
    (dmn(decision("d", "<knowledgeRequirement/>" + literal("1"))), "decision", "d", "knowledgeRequirement"),
    (dmn(decision("d", literal("1")), '<businessKnowledgeModel id="b"/>'), "businessKnowledgeModel", "b", "not supported"),
    (dmn(decision("d", literal("1")), '<decisionService id="s"/>'), "decisionService", "s", "not supported"),
    (dmn(decision("d", literal("1"), "away")), "decision", "d", "'away', which is not in this file"),
    (dmn(decision("d", literal("1 +"))), "literalExpression", "literal", "no FEEL expression"),
    (dmn(decision("d", literal(""))), "literalExpression", "literal", "has no expression"),
    (dmn(decision("d", literal("1", "juel"))), "literalExpression", "literal", "'juel' is not supported"),
    (dmn(decision("d", table("MOST", ("x",), ("y",), ROW))), "decisionTable", "table", "'MOST' is unknown"),
    (dmn(decision("d", table("COLLECT", ("x",), ("y",), ROW, aggregation="AVG"))), "decisionTable", "table", "'AVG'"),
    (dmn(decision("d", table("FIRST", ("x",), ("y",), ROW, aggregation="SUM"))), "decisionTable", "table", "aggregation"),
    (
        dmn(decision("d", table("COLLECT", ("x",), ("y", "z"), (("1",), ("1", "2")), aggregation="SUM"))),
        "decisionTable", "table", "several outputs",
    ),
    (dmn(decision("d", table("FIRST", ("x",), ()))), "decisionTable", "table", "no output"),
    (dmn(decision("d", table("FIRST", ("x",), ("y", "")))), "decisionTable", "table", "without a name"),
    (dmn(decision("d", table("FIRST", ("x",), ("y", "y")))), "decisionTable", "table", "2 outputs"),
    (dmn(decision("d", table("FIRST", ("x",), ("y",), (("1", "2"), ("1",))))), "rule", "rule1", "one entry for each"),
    (dmn(decision("d", table("FIRST", ("x",), ("y",), (("1",), ("",))))), "rule", "rule1", "has no expression"),
    (dmn(decision("d", table("FIRST", ("x",), ("y",), (("1 2",), ("1",))))), "rule", "rule1", "unary tests"),
    (dmn(decision("d", table("FIRST", ("x +",), ("y",), ROW))), "inputExpression", "ie0", "no FEEL expression"),
    (dmn(decision("d", table("FIRST", ("",), ("y",), ROW))), "inputExpression", "ie0", "has no expression"),
    (dmn(decision("d", table("FIRST", ("x",), ("y",), ROW, values={"y": "1,,"}))), "output", "out0", "no list of values"),
    (dmn(decision("d", table("FIRST", ("x",), ("y",), ROW, defaults={"y": "1 +"}))), "output", "out0", "no FEEL"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "tag", "element_id", "part"), REFUSED)
def test_fault_names_the_element(content: bytes, tag: str, element_id: str, part: str) -> None:
    """HS-42: each refusal has a file that earns it, a rule with too many or too few entries among them."""
    fault = faults_of(content)[0]
    assert (fault.element_type, fault.element_id) == (tag, element_id)
    assert part in fault.message


def test_circle_of_requirements_is_refused_and_shown() -> None:
    file = dmn(
        decision("a", literal("1"), "b"), decision("b", literal("1"), "c"), decision("c", literal("1"), "b")
    )
    (fault,) = faults_of(file)
    assert fault.message == "needs its own result: b -> c -> b"


def test_double_id_is_refused() -> None:
    (fault,) = faults_of(dmn(decision("d", literal("1")), decision("d", literal("2"))))
    assert "used twice" in fault.message


def test_all_faults_of_a_file_are_told_at_once() -> None:
    file = dmn(decision("a", literal("1 +")), decision("b", literal("")), decision("c", ""))
    assert len(faults_of(file)) == 3


def test_notes_and_drawing_are_accepted() -> None:
    notes = (
        '<inputData id="i" name="x"/><knowledgeSource id="k"/><textAnnotation id="t"/><association id="a"/>'
        '<itemDefinition name="n"/><di:DMNDI xmlns:di="https://www.omg.org/spec/DMN/20191111/DMNDI/"/>'
    )
    graph = parse_dmn("x.dmn", dmn(decision("d", literal("1"), tag="v1"), notes))
    assert (graph.id, graph.name, list(graph.decisions)) == ("graph", "图", ["d"])
    assert (graph.decisions["d"].name, graph.decisions["d"].version_tag) == ("d 判定", "v1")


def test_a_graph_without_a_name_is_named_by_its_id() -> None:
    file = (HEAD.replace(' name="图"', "") + decision("d", literal("1")) + "</definitions>").encode()
    assert parse_dmn("x.dmn", file).name == "graph"
