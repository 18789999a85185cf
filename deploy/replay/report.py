"""The result of a replay: a row per complaint, differences one by one, agreement figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from deploy.replay.judging.agreement import AGREEMENT_FIELDS
from deploy.replay.judging.judged import Difference
from deploy.replay.not_compared import not_compared


@dataclass
class CaseResult:
    """How one complaint fared; `stopped_at` names the first step without a route, else it is empty."""

    complaint: str
    number: str
    stopped_at: str
    is_complete: bool
    differences: list[Difference] = field(default_factory=list)
    agreement: dict[str, bool] = field(default_factory=dict)
    rungs: list[str] = field(default_factory=list)
    still_open: list[str] = field(default_factory=list)
    unchecked: list[str] = field(default_factory=list)

    @property
    def verdict(self) -> str:
        """One word for the table."""
        if self.differences:
            return "DIFFERENT"
        return "same" if self.is_complete else "part"


def table(results: Sequence[CaseResult]) -> list[str]:
    """Lines of the printed report."""
    lines = [f"{'id':<6}{'number':<18}{'result':<11}first step without a route"]
    for row in results:
        lines.append(f"{row.complaint:<6}{row.number:<18}{row.verdict:<11}{row.stopped_at}")
        lines += [f"        {difference}" for difference in row.differences]
    lines += [f"still open {row.complaint}: {', '.join(row.still_open)}" for row in results if row.still_open]
    lines += [f"not machine-checked {row.complaint}: {told}" for row in results for told in row.unchecked]
    whole = sum(row.is_complete and not row.differences for row in results)
    different = sum(bool(row.differences) for row in results)
    lines.append(f"{len(results)} complaints: {whole} to the end without a difference, {different} different")
    lines += [f"agreement {name}: {share}" for name, share in agreement_shares(results).items()]
    return [*lines, not_compared()]


def agreement_shares(results: Sequence[CaseResult]) -> dict[str, str]:
    """`right/all` per field that the machine suggests and a person confirms; a figure, never a difference."""
    judged = [row.agreement for row in results if row.agreement]
    return {name: f"{sum(a[name] for a in judged)}/{len(judged)}" for name in AGREEMENT_FIELDS}


def as_json(results: Sequence[CaseResult]) -> list[dict[str, Any]]:
    """A JSON object per complaint."""
    rows = []
    for result in results:
        row = asdict(result)
        row["result"] = result.verdict
        row["differences"] = [str(difference) for difference in result.differences]
        rows.append(row)
    return rows
