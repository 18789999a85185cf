"""What `jieban up` does when the diagrams cannot be installed: it serves, and the workers try again."""

from __future__ import annotations

from pathlib import Path

import pytest

from deploy.running_office import _prepare_engine
from deploy.settings import load_settings


def test_an_installation_that_fails_on_the_disk_is_named_and_ends_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """ADR 0192: nothing else waits for what is tried again; here the folder of the lock cannot be made."""
    (tmp_path / "run").write_text("", "ascii")
    assert _prepare_engine(load_settings({"JIEBAN_DATA": str(tmp_path)}))
    assert "the workers try again" in capsys.readouterr().err
