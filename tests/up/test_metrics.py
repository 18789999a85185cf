"""Figures of a running office as Prometheus reads them, and the alert rules over them."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.samples import Sample

from bpmn.names import JobType
from deploy.metrics.serving import Shows
from models.case.lifecycle import Stage
from tests.free_ports import three_ports
from tests.up.office_up import ROOT
from tests.up.single_units import SingleUnits

RULES = ROOT / "deploy" / "alerts" / "jieban.rules.yml"
# The page of a new complaint, read and sent.
# The form is asked for by one and sent by the other.
FILING_ROUTES = ("citizen_filing.begin", "citizen_filing.send")
# SQLite has no clock of its own; tests/both_databases/test_clock_skew.py sees the figure.
ONLY_WITH_POSTGRESQL = {"jieban_clock_off_database_seconds"}
# An id, a telephone, a word that a person typed.
OF_A_CASE = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}-[0-9a-f]{4}|199\d{8}|[\u4e00-\u9fff]")
# More series than this of one process would be a label that takes what people write.
MOST_SERIES = 4000


@dataclass
class Shown:
    """What the three processes show."""

    first_port: int

    def text(self, shows: Shows) -> str:
        """The answer of one of them."""
        answer = httpx.get(f"http://127.0.0.1:{self.first_port + shows}/metrics", timeout=10)
        assert answer.is_success
        return answer.text

    def samples(self, shows: Shows) -> list[Sample]:
        """All values of one of them."""
        return [
            sample for family in text_string_to_metric_families(self.text(shows)) for sample in family.samples
        ]

    def value(self, shows: Shows, name: str, **labels: str) -> float:
        """The sum of the values of this name with these labels."""
        found = [
            sample.value
            for sample in self.samples(shows)
            if sample.name == name and labels.items() <= sample.labels.items()
        ]
        assert found, name
        return sum(found)


@dataclass
class Watched:
    """An office with one case, its number, and what it shows."""

    units: SingleUnits
    number: str
    shown: Shown


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    units = SingleUnits(tmp_path_factory.mktemp("metrics") / "office")
    assert units.command("init").returncode == 0
    first = three_ports()
    units.environment["JIEBAN_METRICS_PORT"] = str(first)
    units.start_all()
    number = units.file()
    units.wait_until(units.tasks, "its task")
    try:
        yield Watched(units, number, Shown(first))
    finally:
        units.close()


def test_the_workers_show_how_the_office_is(watched: Watched) -> None:
    """SE-45, UX-46: "age of the oldest outbox row" and "cases without a run" would have shown two standstills; nothing did."""
    shown = watched.shown
    watched.units.wait_until(lambda: shown.value(Shows.WORKERS, "jieban_outbox_unsent") == 0, "all is told")
    assert shown.value(Shows.WORKERS, "jieban_outbox_oldest_seconds") == 0
    assert shown.value(Shows.WORKERS, "jieban_cases_without_run") == 0
    assert shown.value(Shows.WORKERS, "jieban_open_tasks", stage=Stage.INTAKE.value) == 1
    assert shown.value(Shows.WORKERS, "jieban_open_tasks") == 1
    assert shown.value(Shows.WORKERS, "jieban_part_up") == 6
    assert shown.value(Shows.WORKERS, "jieban_store_bytes", store="engine") > 0
    assert shown.value(Shows.WORKERS, "jieban_jobs_total", how="done") > 2
    assert shown.value(Shows.WORKERS, "jieban_job_seconds_count") > 2
    assert (
        shown.value(Shows.WORKERS, "jieban_job_last_poll_timestamp_seconds", type=JobType.START_CASE_RUN)
        > 1e9
    )


def test_web_shows_requests_by_route_whatever_the_path(watched: Watched) -> None:
    """SE-45: routes by the application's own names; a path that somebody thought of makes no series."""
    for path in ("/wp-login.php", "/.env", f"/cases/{watched.number}"):
        httpx.get(watched.units.address + path)
    shown = watched.shown
    for route in FILING_ROUTES:
        assert shown.value(Shows.WEB, "jieban_requests_total", route=route) >= 1
    assert shown.value(Shows.WEB, "jieban_requests_total", route="none", status="4xx") >= 2
    assert shown.value(Shows.WEB, "jieban_request_seconds_count", route="health.livez") >= 1
    assert "wp-login" not in shown.text(Shows.WEB)


def test_the_engine_shows_its_commits_and_its_queue(watched: Watched) -> None:
    shown = watched.shown
    commits = shown.value(Shows.ENGINE, "jieban_engine_commit_seconds_count")
    watched.units.file()
    watched.units.wait_until(
        lambda: shown.value(Shows.ENGINE, "jieban_engine_commit_seconds_count") > commits, "a commit counts"
    )
    assert shown.value(Shows.ENGINE, "jieban_engine_commit_seconds_sum") > 0
    assert shown.value(Shows.ENGINE, "jieban_engine_refused_total") == 0
    assert shown.value(Shows.ENGINE, "jieban_engine_late_seconds") < 60


@pytest.mark.parametrize("shows", list(Shows), ids=lambda shows: shows.name.lower())
def test_figures_hold_nothing_of_a_case_and_stay_few(watched: Watched, shows: Shows) -> None:
    """SE-45: no number, no name, no id in a label."""
    assert watched.number not in watched.shown.text(shows)
    samples = watched.shown.samples(shows)
    assert 0 < len(samples) < MOST_SERIES
    # Values are left out: the digits of a size or a time may look like anything.
    words = {word for sample in samples for word in (sample.name, *sample.labels.values())}
    assert [word for word in words if OF_A_CASE.search(word)] == []
    assert OF_A_CASE.search("19900000201") and OF_A_CASE.search("窗口")


def test_every_metric_of_an_alert_rule_is_shown(watched: Watched) -> None:
    """SE-45: a rule over a metric that there is not never rings."""
    names = {sample.name for shows in Shows for sample in watched.shown.samples(shows)}
    rules = [rule for group in yaml.safe_load(RULES.read_text("utf-8"))["groups"] for rule in group["rules"]]
    assert len(rules) > 10
    for rule in rules:
        used = set(re.findall(r"\bjieban_[a-z_]+", rule["expr"]))
        assert used, rule
        assert used <= names | ONLY_WITH_POSTGRESQL, rule
        assert rule["labels"]["severity"] in {"warning", "critical"}
        assert re.search(r"[\u4e00-\u9fff]", rule["annotations"]["summary"])


def test_prometheus_reads_the_rules() -> None:
    promtool = shutil.which("promtool")
    if promtool is None:
        pytest.skip("no promtool on this machine")
    seen = subprocess.run(
        [promtool, "check", "rules", str(RULES)], capture_output=True, text=True, check=False
    )
    assert seen.returncode == 0, seen.stdout + seen.stderr


def test_nothing_is_shown_unless_a_port_is_set_nor_off_the_loopback(watched: Watched, tmp_path: Path) -> None:
    for address in {entry[4][0] for entry in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}:
        if address.startswith("127."):
            continue
        with pytest.raises(httpx.HTTPError):
            httpx.get(f"http://{address}:{watched.shown.first_port}/metrics", timeout=2)
    assert httpx.get(f"{watched.units.address}/metrics").status_code == 404
