"""C15: a kind of request that is planted from here is found everywhere by its own files alone."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LIVING = ROOT / "tests/contract/toy_kind/living.py"


def test_a_toy_kind_is_found_in_table_schema_page_clock_lapse_and_documents() -> None:
    """HS-2, HS-34: in a process of its own, so that no other test meets the toy."""
    plug_ins = ("-p", "tests.contract.toy_kind.plant", "-p", "no:cacheprovider")
    ran = subprocess.run(
        (sys.executable, "-m", "pytest", "-o", "addopts=--import-mode=importlib", *plug_ins, str(LIVING)),
        check=False,
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")},
        capture_output=True,
        text=True,
        timeout=110,
    )
    assert ran.returncode == 0, ran.stdout[-6000:] + ran.stderr[-2000:]
    expected = len(re.findall(r"^def test_", LIVING.read_text("utf-8"), re.MULTILINE))
    assert expected >= 5
    assert f"{expected} passed" in ran.stdout, ran.stdout[-2000:]
