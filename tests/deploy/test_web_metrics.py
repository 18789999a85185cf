"""Figures of the pages in a process of their own, since the library reads its folder once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SHOWN = """
import sys
from pathlib import Path
from deploy.metrics.web_metrics import WebMetrics, prepare_folder
prepare_folder(Path(sys.argv[1]))
WebMetrics()
from prometheus_client import generate_latest
print(generate_latest(WebMetrics.of_all_processes()).decode())
"""


def test_pages_that_nobody_has_asked_for_are_told_from_pages_that_are_down(tmp_path: Path) -> None:
    """SE-45: the rule of the alarm asks whether the counter is there at all."""
    shown = subprocess.run(
        [sys.executable, "-c", SHOWN, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert 'jieban_requests_total{route="health.livez",status="2xx"} 0.0' in shown.stdout
