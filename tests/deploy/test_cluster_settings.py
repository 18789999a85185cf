"""Settings of the way to a cluster and of the embedded engine's door, under the names of Camunda's own clients."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.cluster_login import FixedLogin, OAuthLogin
from deploy.cluster import connection_of
from deploy.settings import SettingsFault, load_settings
from models.ground.errors import OutsideUnavailable
from tests.certificates import make_authority, write_secret

CLUSTER = {"ZEEBE_ADDRESS": "zeebe.example.org:443", "CAMUNDA_REST_ADDRESS": "https://zeebe.example.org"}
OAUTH = {
    "ZEEBE_CLIENT_ID": "office",
    "ZEEBE_CLIENT_SECRET": "s" * 20,
    "CAMUNDA_OAUTH_URL": "https://login.example.org/oauth/token",
}
BASIC = {"CAMUNDA_BASIC_AUTH_USERNAME": "office", "CAMUNDA_BASIC_AUTH_PASSWORD": "p" * 20}


def faults_of(environment: dict[str, str]) -> str:
    with pytest.raises(SettingsFault) as caught:
        connection_of(load_settings(environment))
    return str(caught.value)


def test_the_names_of_every_client_of_camunda_are_understood() -> None:
    """Sign-in at a cluster: what a console exports is pasted as it is."""
    other = {
        "ZEEBE_GRPC_ADDRESS": "grpcs://zeebe.example.org:443",
        "ZEEBE_REST_ADDRESS": "https://zeebe.example.org",
        "CAMUNDA_CLIENT_ID": "office",
        "CAMUNDA_CLIENT_SECRET": "s" * 20,
        "ZEEBE_AUTHORIZATION_SERVER_URL": OAUTH["CAMUNDA_OAUTH_URL"],
    }
    for environment in (CLUSTER | OAUTH, other):
        settings = load_settings(environment)
        assert (settings.gateway_address, settings.gateway_uses_tls) == ("zeebe.example.org:443", True)
        assert settings.rest_address == "https://zeebe.example.org"
        assert isinstance(connection_of(settings).login, OAuthLogin)
        assert "s" * 20 not in repr(settings)


@pytest.mark.parametrize(
    ("grpc", "rest", "uses_tls"),
    [
        ("zeebe:26500", "http://zeebe:8080", False),
        ("zeebe:26500", "https://zeebe", True),
        ("grpc://zeebe:26500", "https://zeebe", False),
        ("grpcs://zeebe:443", "http://zeebe:8080", True),
        ("https://zeebe:443/", "http://zeebe:8080", True),
    ],
)
def test_grpc_speaks_tls_as_its_scheme_says_else_as_rest_does(grpc: str, rest: str, uses_tls: bool) -> None:
    settings = load_settings({"ZEEBE_ADDRESS": grpc, "CAMUNDA_REST_ADDRESS": rest})
    assert settings.gateway_uses_tls is uses_tls
    assert "/" not in settings.gateway_address


@pytest.mark.parametrize("missing", [*OAUTH, *BASIC])
def test_half_a_login_is_refused_with_what_belongs_to_it(missing: str) -> None:
    whole = OAUTH if missing in OAUTH else BASIC
    half = {name: value for name, value in whole.items() if name != missing}
    assert "go together" in faults_of(CLUSTER | half)


def test_two_logins_and_a_login_without_a_cluster_are_refused() -> None:
    assert "not both" in faults_of(CLUSTER | OAUTH | BASIC)
    assert "without ZEEBE_ADDRESS" in faults_of(BASIC)


def test_secrets_come_from_files_that_others_cannot_read(tmp_path: Path) -> None:
    """SE-26, its kin: and a file is read anew, so that a secret can be replaced."""
    path = write_secret(tmp_path / "password", "first\n")
    by_file = CLUSTER | {"CAMUNDA_BASIC_AUTH_USERNAME": "u", "CAMUNDA_BASIC_AUTH_PASSWORD_FILE": str(path)}
    login = connection_of(load_settings(by_file)).login
    assert isinstance(login, FixedLogin)
    before = login.header()
    assert not login.refused(before)
    write_secret(path, "second\n")
    assert login.refused(before)
    assert login.header() != before
    held = login.header()
    path.chmod(0o644)
    assert not login.refused(held), "a process that serves goes on with what it has"
    secret = write_secret(tmp_path / "secret", "s" * 20)
    oauth = {name: value for name, value in OAUTH.items() if name != "ZEEBE_CLIENT_SECRET"}
    by_secret = CLUSTER | oauth | {"ZEEBE_CLIENT_SECRET_FILE": str(secret)}
    tokens = connection_of(load_settings(by_secret)).login
    secret.chmod(0o644)
    assert tokens is not None
    with pytest.raises(OutsideUnavailable, match="SECRET_NOT_READABLE"):
        tokens.header()
    assert "chmod 600" in faults_of(by_secret | {"ZEEBE_TOKEN_SCOPE": "at the next start"})
    assert "cannot be read" in faults_of(CLUSTER | oauth | {"ZEEBE_CLIENT_SECRET_FILE": str(tmp_path / "no")})


def test_the_embedded_engine_s_first_login_and_certificate_are_the_office_s_own(tmp_path: Path) -> None:
    """EN-26: nothing else needs to be set."""
    own = make_authority(tmp_path)
    logins = write_secret(tmp_path / "logins", f"# office\nbearer {'t' * 20}\nbasic modeler {'m' * 20}\n")
    settings = load_settings(
        {
            "JIEBAN_ENGINE_LOGIN_FILE": str(logins),
            "JIEBAN_ENGINE_TLS_CERTIFICATE": str(own.certificate.chain),
            "JIEBAN_ENGINE_TLS_KEY": str(own.certificate.key),
        }
    )
    connection = connection_of(settings)
    assert connection.login is not None
    assert connection.login.header() == f"Bearer {'t' * 20}"
    assert (connection.ca_file, connection.grpc_uses_tls) == (own.certificate.chain, True)
    assert settings.rest_address == "https://127.0.0.1:8080"
    assert "together" in faults_of({"JIEBAN_ENGINE_TLS_KEY": "key.pem"})
    logins.chmod(0o640)
    assert "chmod 600" in faults_of({"JIEBAN_ENGINE_LOGIN_FILE": str(logins)})


def test_the_embedded_engine_leaves_this_machine_only_with_login_and_tls() -> None:
    """EN-26: with the pages bound to every address the engine stood open to everybody on the network."""
    out = {"JIEBAN_BIND": "0.0.0.0", "JIEBAN_TRUSTED_PROXIES": "1"}
    login = {"JIEBAN_ENGINE_LOGIN_FILE": "logins"}
    tls = {"JIEBAN_ENGINE_TLS_CERTIFICATE": "c", "JIEBAN_ENGINE_TLS_KEY": "k"}
    assert load_settings(out).engine_bind == "127.0.0.1"
    assert load_settings(out | login).engine_bind == "127.0.0.1"
    both = load_settings(out | login | tls)
    assert (both.engine_bind, both.rest_address) == ("0.0.0.0", "https://127.0.0.1:8080")
    assert load_settings({"JIEBAN_BIND": "127.0.0.2"}).gateway_address == "127.0.0.2:26500"


@pytest.mark.parametrize("text", ["-1", "soon", "9999999999"])
def test_the_lag_of_searches_is_a_setting_that_is_checked(text: str) -> None:
    """EN-26: SEARCH_LAG_MS was read past the settings."""
    assert load_settings({"SEARCH_LAG_MS": "1500"}).search_lag_ms == 1500
    with pytest.raises(SettingsFault, match="SEARCH_LAG_MS"):
        load_settings({"SEARCH_LAG_MS": text})
