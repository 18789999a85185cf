"""Runs cases side by side and gathers what differs; leaves nothing running behind."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from tests.conformance.case import Case, load_case
from tests.conformance.instance_steps import deploy
from tests.conformance.observations import expect
from tests.conformance.run import Run
from tests.conformance.steps import take
from tests.conformance.target import Differs, Target

# A case whose server does not answer at all ends as well.
LIMITS_PER_CASE = 10


@dataclass(frozen=True)
class Difference:
    """What a case expected, what was seen, and the rule that the expectation rests on."""

    case: str
    what: str
    expected: object
    seen: object
    rule: str

    def __str__(self) -> str:
        return (
            f"{self.case}: {self.what}\n  expected {self.expected}\n  seen     {self.seen}\n"
            f"  rule     {self.rule}"
        )


async def run_cases(target: Target, names: Iterable[str]) -> list[Difference]:
    """Run the cases under names of this run; the differences in the order of the cases."""
    token = secrets.token_hex(3)
    cases = [load_case(name, f"{token}{number}") for number, name in enumerate(names)]
    found = await asyncio.gather(*(_run_case(target, case) for case in cases))
    return [difference for difference in found if difference is not None]


async def _run_case(target: Target, case: Case) -> Difference | None:
    run = Run(case, target)
    try:
        async with asyncio.timeout(target.limit_seconds * LIMITS_PER_CASE):
            await _walk(run)
    except Differs as differs:
        return Difference(case.name, differs.what, differs.expected, differs.seen, case.rule)
    except Exception as error:
        return Difference(case.name, "an error of the case", "none", repr(error), case.rule)
    finally:
        await clean_up(run)
    return None


async def _walk(run: Run) -> None:
    if run.case.files and not any("deploy" in step for step in run.case.steps):
        await deploy(run, {})
    for step in run.case.steps:
        await take(run, step)
    await expect(run, run.case.expect)


async def clean_up(run: Run) -> None:
    """Cancel what runs and delete what was deployed; a server that knows neither any more is left alone."""
    for key in run.instances.values():
        await run.target.rest("POST", f"/process-instances/{key}/cancellation")
    for key in run.definitions.values():
        await run.target.rest("POST", f"/resources/{key}/deletion")
