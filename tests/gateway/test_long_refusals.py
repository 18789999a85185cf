"""A long refusal reaches its client as what it is: its beginning, and how much is left out."""

from __future__ import annotations

import grpc
import pytest
from pyzeebe.proto import gateway_pb2 as pb
from pyzeebe.proto.gateway_pb2_grpc import GatewayStub

from engine.listed import cut_text, listed
from tests.engine import diagrams as d
from tests.gateway.calls import status_of

A_STATUS = 4096


def faulty(count: int) -> pb.DeployResourceRequest:
    """A file with so many faults, in Chinese names."""
    tasks = "".join(d.node("transaction", f"事务第{number}号") for number in range(count))
    content = d.diagram(d.process("大量错误", d.start(), tasks))
    return pb.DeployResourceRequest(resources=[pb.Resource(name="大量错误.bpmn", content=content)])


@pytest.mark.parametrize("count", [40, 200, 3000])
async def test_a_long_list_of_faults_is_an_invalid_argument_that_says_how_many_more(
    stub: GatewayStub, count: int
) -> None:
    """EN-6: over 8 KB it arrived as RESOURCE_EXHAUSTED "Stream removed", without one fault."""
    code, text = await status_of(stub.DeployResource(faulty(count)))
    assert code is grpc.StatusCode.INVALID_ARGUMENT
    assert len(text.encode()) <= A_STATUS
    *told, last = text.splitlines()
    assert len(told) > 3
    assert all(line.startswith("大量错误.bpmn: transaction '事务第") for line in told)
    assert last.startswith("... and ")
    assert last.endswith(" more")
    assert len(told) + int(last.split()[2]) >= count


async def test_a_short_list_is_told_whole(stub: GatewayStub) -> None:
    code, text = await status_of(stub.DeployResource(faulty(3)))
    assert code is grpc.StatusCode.INVALID_ARGUMENT
    assert "more" not in text
    assert all(f"事务第{number}号" in text for number in range(3))


@pytest.mark.parametrize("name", ["流程" * 20_000, "😀" * 20_000, "x" * 100_000])
async def test_a_long_sentence_is_cut_at_a_character(stub: GatewayStub, name: str) -> None:
    """EN-6: whatever a refusal repeats of its request."""
    code, text = await status_of(
        stub.CreateProcessInstance(pb.CreateProcessInstanceRequest(bpmnProcessId=name, version=-1))
    )
    assert code is grpc.StatusCode.NOT_FOUND
    assert len(text.encode()) <= A_STATUS
    assert text.endswith("...")
    assert text.count(name[0]) > 100


def test_what_fits_exactly_is_whole_and_one_more_byte_is_cut() -> None:
    assert cut_text("态度x", 7) == "态度x"
    assert cut_text("态度x", 6) == "态..."
    assert cut_text("abcdef", 5) == "ab..."
    assert listed(["ab", "cd"], 5) == "ab\ncd"
    assert listed(["ab", "cd", "ef", "gh"] * 5, 24) == "ab\ncd\nef\n... and 17 more"
    assert listed(["a" * 50, "b"], 40) == "a" * 22 + "...\n... and 1 more"
