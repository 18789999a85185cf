"""Settings are checked at start, every fault at once, and the README's table names each."""

from __future__ import annotations

from pathlib import Path

import pytest

from deploy.settings import Settings, SettingsFault, environment_name, load_settings

ROOT = Path(__file__).resolve().parents[2]


def faults_of(**environment: str) -> list[str]:
    with pytest.raises(SettingsFault) as caught:
        load_settings(environment)
    return caught.value.faults


def test_an_empty_environment_serves_on_this_machine_only() -> None:
    settings = load_settings({})
    assert settings.bind == "127.0.0.1"
    assert settings.has_embedded_engine
    assert settings.gateway_address == "127.0.0.1:26500"
    assert settings.rest_address == "http://127.0.0.1:8080"


def test_every_fault_is_listed_at_once() -> None:
    faults = faults_of(JIEBAN_WEB_PORT="eight", JIEBAN_BIND="here", JIEBAN_COLOUR="blue")
    assert len(faults) == 3
    assert any("JIEBAN_COLOUR" in fault and "unknown" in fault for fault in faults)
    assert any(fault.startswith("JIEBAN_WEB_PORT") for fault in faults)
    assert any(fault.startswith("JIEBAN_BIND") for fault in faults)


def test_a_cluster_needs_both_addresses() -> None:
    assert "together" in faults_of(ZEEBE_ADDRESS="zeebe:26500")[0]


def test_a_cluster_starts_no_embedded_engine() -> None:
    settings = load_settings({"ZEEBE_ADDRESS": "zeebe:26500", "CAMUNDA_REST_ADDRESS": "http://zeebe:8080"})
    assert not settings.has_embedded_engine
    assert settings.gateway_address == "zeebe:26500"


def test_leaving_this_machine_without_a_proxy_is_refused() -> None:
    assert "JIEBAN_TRUSTED_PROXIES" in faults_of(JIEBAN_BIND="0.0.0.0")[0]
    assert load_settings({"JIEBAN_BIND": "0.0.0.0", "JIEBAN_TRUSTED_PROXIES": "1"}).trusted_proxies == 1


@pytest.mark.parametrize("text", ["::1", "::", "fe80::1%eth0", "localhost", "127.1"])
def test_an_address_that_the_pages_cannot_be_served_at_is_refused(text: str) -> None:
    """IPv6 passed the check, and the web server could not start."""
    (fault,) = faults_of(JIEBAN_BIND=text, JIEBAN_TRUSTED_PROXIES="1")
    assert fault.startswith("JIEBAN_BIND: expects an IPv4 address")
    assert "须为 IPv4 地址" in fault


def test_equal_ports_are_refused() -> None:
    assert "differ" in faults_of(JIEBAN_WEB_PORT="8080")[0]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("127.0.0.1:3310", ("127.0.0.1", 3310)),
        ("clamd.hall.example:3310", ("clamd.hall.example", 3310)),
        ("[::1]:3310", ("::1", 3310)),
        ("/run/clamav/clamd.ctl", "/run/clamav/clamd.ctl"),
        ("", None),
    ],
)
def test_clamd_listens_at_a_port_or_a_socket(text: str, address: object) -> None:
    assert load_settings({"JIEBAN_CLAMD": text}).clamd_address == address


@pytest.mark.parametrize(
    "text",
    [
        "clamd",
        ":3310",
        "clamd:0",
        "clamd:65536",
        "clamd:port",
        "cla md:3310",
        "tcp://clamd:3310",
        "unix:/run/clamd",
        "run/clamd.ctl",
        "user@clamd:3310",
        "::1",
        "[::1:3310",
    ],
)
def test_an_address_that_clamd_cannot_have_is_named_with_what_was_expected(text: str) -> None:
    fault = faults_of(JIEBAN_CLAMD=text)[0]
    assert fault.startswith("JIEBAN_CLAMD: expects host:port or the absolute path")
    assert "套接字" in fault


def test_a_socket_path_longer_than_the_system_takes_is_refused() -> None:
    assert "107 bytes" in faults_of(JIEBAN_CLAMD="/" + "x" * 107)[0]
    assert load_settings({"JIEBAN_CLAMD": "/" + "x" * 106}).clamd


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_readme_names_every_setting(readme: str) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    assert [f for f in Settings.model_fields if f"`{environment_name(f)}`" not in text] == []
