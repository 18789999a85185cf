"""What a newcomer reads last in the terminal: what to do next, accounts and addresses, no table (UX-37)."""

from __future__ import annotations

import json
from pathlib import Path

from deploy.cli.replay import end_of_demo
from deploy.demo_people import ACCOUNTS_FILE
from deploy.first_steps import first_steps
from deploy.replay.judging.judged import Difference
from deploy.replay.report import CaseResult
from deploy.settings import Settings

ACCOUNTS = {
    "wen.rusheng": {"role": "intake", "password": "pass-of-wen"},
    "ming.shouli": {"role": "intake", "password": "pass-of-ming"},
    "tan.genyuan": {"role": "investigator", "password": "pass-of-tan"},
}


def settings_of(folder: Path, accounts: dict[str, dict[str, str]] | None) -> Settings:
    if accounts is not None:
        (folder / ACCOUNTS_FILE).write_text(json.dumps(accounts), "utf-8")
    return Settings(data=folder, web_port=8123)


def test_the_start_of_a_demo_ends_with_what_to_do_next_accounts_and_addresses(tmp_path: Path) -> None:
    """UX-37: 60 lines of a table of stories scrolled the accounts away."""
    results = [CaseResult(f"S{no:03}", f"YH-2026-{no:06}", "", is_complete=True) for no in range(60)]
    lines = list(end_of_demo(results, settings_of(tmp_path, ACCOUNTS)))
    assert len(lines) <= 16
    assert not [line for line in lines if "agreement" in line or "YH-2026-" in line]
    assert "60" in lines[0]
    told = "\n".join(lines)
    for address in ("complaints/new", "sign-in", "tasks"):
        assert f"http://127.0.0.1:8123/{address}" in told
    # One account a role, with its password.
    assert "pass-of-wen" in told
    assert "pass-of-tan" in told
    assert "pass-of-ming" not in told
    assert lines[-1].endswith("http://127.0.0.1:8123/")


def test_a_difference_of_the_replay_is_told_all_the_same(tmp_path: Path) -> None:
    differing = CaseResult("S001", "YH-2026-000001", "", is_complete=True)
    differing.differences.append(Difference("S001", "decision", "accept", "refuse"))
    lines = list(end_of_demo([differing], settings_of(tmp_path, ACCOUNTS)))
    assert [line for line in lines if "S001" in line and "decision" in line]


def test_an_office_of_its_own_is_told_its_addresses_only(tmp_path: Path) -> None:
    lines = list(first_steps(settings_of(tmp_path, None)))
    assert len(lines) == 3
    assert "8123" in lines[-1]
