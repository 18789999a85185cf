"""`python -m tests.conformance [--grpc HOST:PORT --rest URL]`: the suite against an address.

Addresses default to ZEEBE_ADDRESS and CAMUNDA_REST_ADDRESS; without any, an embedded engine is started.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests.conformance.case import case_names
from tests.conformance.shipped_way import walk_shipped_way
from tests.conformance.suite import Difference, run_cases
from tests.conformance.target import Differs, Target, connected
from tests.engine_server import running_engine


def main(arguments: list[str] | None = None) -> int:
    """Print each difference with case, expected, seen and rule; 1 when there is one."""
    parser = argparse.ArgumentParser(prog="tests.conformance", description=__doc__)
    parser.add_argument("--grpc", default=os.environ.get("ZEEBE_ADDRESS"), help="host:port of the gateway")
    parser.add_argument("--rest", default=os.environ.get("CAMUNDA_REST_ADDRESS"), help="http://host:port")
    parser.add_argument("--only", action="append", choices=case_names(), help="run these cases only")
    parser.add_argument("--search-lag-ms", type=int, default=0, help="of the embedded engine")
    parser.add_argument("--limit", type=float, default=20.0, help="seconds to wait for what is eventual")
    chosen = parser.parse_args(arguments)
    if bool(chosen.grpc) != bool(chosen.rest):
        parser.error("give both addresses or none")
    names = chosen.only or case_names()
    with ExitStack() as stack:
        if not chosen.grpc:
            folder = stack.enter_context(tempfile.TemporaryDirectory())
            engine = stack.enter_context(running_engine(Path(folder) / "engine", chosen.search_lag_ms))
            chosen.grpc, chosen.rest = engine.grpc_address, engine.rest_address
        differences = asyncio.run(_run(chosen, names))
    for difference in differences:
        sys.stdout.write(f"{difference}\n")
    sys.stdout.write(
        f"{len(names)} cases{'' if chosen.only else ' and the shipped way'}, {len(differences)} differ\n"
    )
    return 1 if differences else 0


async def _run(chosen: argparse.Namespace, names: list[str]) -> list[Difference]:
    async with connected(chosen.grpc, chosen.rest, chosen.limit) as target:
        differences = await run_cases(target, names)
        if not chosen.only:
            differences += await _walk(target)
        return differences


async def _walk(target: Target) -> list[Difference]:
    """The shipped diagrams last, and alone, for their workers poll."""
    expected = ("COMPLETED", False, 1)
    try:
        walked = await walk_shipped_way(target)
        seen: object = (walked.state, walked.has_incident, len(walked.archived))
    except (Differs, AssertionError) as differs:
        seen = repr(differs)
    if seen == expected:
        return []
    rule = "The shipped diagrams walk from the message of a complaint to its archive."
    return [Difference("shipped way", "state, incident, archived cases", expected, seen, rule)]


if __name__ == "__main__":
    sys.exit(main())
