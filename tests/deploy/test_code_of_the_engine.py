"""What the embedded engine reads of the product: an engine that is started by itself pays for it at each start."""

from __future__ import annotations

import subprocess
import sys

READ = """
import sys
import deploy.cli.engine, deploy.keys_seen, deploy.log_setup, engine.__main__, engine.server
print(*(name for name in sys.modules if name.partition(".")[0] in ("adapters", "api", "services", "workers")))
"""


def test_the_engine_reads_no_adapter_no_page_and_no_use_case() -> None:
    """It took half of its start: 1,200 modules, by the one question which keys the office has seen (ADR 0312)."""
    read = subprocess.run([sys.executable, "-c", READ], capture_output=True, text=True, check=True)
    plain = {"services", "services.correlation", "services.ports", "services.ports.shared_sources"}
    assert set(read.stdout.split()) <= plain
