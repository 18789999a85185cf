"""Tells at the end of a run which ten files took longest, so that a slow one is seen on the day it became slow.

Seconds of set-up, call and tear-down of all tests of a file. Under xdist the reports of all workers come to the process
that prints.
"""

from __future__ import annotations

from collections import Counter

import pytest

COUNT = 10


class SlowestFiles:
    """Adds up the reports of a run."""

    def __init__(self) -> None:
        self._seconds: Counter[str] = Counter()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count one phase of one test for its file."""
        self._seconds[report.nodeid.partition("::")[0]] += report.duration  # type: ignore[assignment]  # float counts

    def lines(self) -> list[str]:
        """The slowest files, with seconds, slowest first."""
        return [f"{seconds:7.1f} s  {file}" for file, seconds in self._seconds.most_common(COUNT)]

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print them, unless the run is too small for the question."""
        if len(self._seconds) > 1:
            terminalreporter.section(f"{COUNT} slowest files")
            terminalreporter.write_line("\n".join(self.lines()))
