"""The shipped diagrams walk by gRPC and REST alone, as against any other address."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conformance.shipped_files import BPMN, job_types, shipped_files
from tests.conformance.shipped_way import walk_shipped_way
from tests.conformance.target import connected
from tests.engine_server import running_engine


@pytest.mark.parametrize("search_lag_ms", [0, 300])
async def test_a_case_walks_from_its_message_to_the_archive(tmp_path: Path, search_lag_ms: int) -> None:
    """C11: the same walk runs against any address."""
    with running_engine(tmp_path / "engine", search_lag_ms) as engine:
        async with connected(engine.grpc_address, engine.rest_address, 20.0) as target:
            walked = await walk_shipped_way(target)
    assert (walked.state, walked.has_incident, len(walked.archived)) == ("COMPLETED", False, 1)


def test_nothing_that_is_deployed_begins_by_time() -> None:
    """What a run leaves behind on somebody's cluster starts nothing there."""
    texts = {name: content.decode() for name, content in shipped_files("r1").items() if ".bpmn" in name}
    assert len(texts) == len(list(BPMN.glob("*.bpmn"))) - 1
    starts = {
        name: re.findall(r"<bpmn:startEvent .*?</bpmn:startEvent>", texts[name], re.DOTALL) for name in texts
    }
    assert [
        name for name, found in starts.items() if any("timerEventDefinition" in one for one in found)
    ] == []


def test_no_name_of_a_shipped_file_is_deployed_as_it_is() -> None:
    """Neither a definition nor a job type nor a message of a run could meet those of an office."""
    files = shipped_files("r1")
    plain = shipped_files("")
    assert {name for name in job_types(files) if not name.endswith("_r1")} == set()
    for name, content in files.items():
        assert b"_r1" in content, name
        assert content.replace(b"_r1", b"_") == plain[name]
