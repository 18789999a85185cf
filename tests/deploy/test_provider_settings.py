"""A4: settings of an identity provider are checked at the start, each fault in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.clock import SystemClock
from deploy.identity_provider import build_provider, read_provider_files
from deploy.settings import SettingsFault, load_settings
from tests.certificates import write_secret

ISSUER = {"JIEBAN_OIDC_ISSUER": "https://login.example.org/realms/centre", "JIEBAN_OIDC_CLIENT_ID": "jieban"}


@pytest.mark.parametrize(
    ("environment", "fault"),
    [
        ({"JIEBAN_OIDC_ISSUER": "http://login.example.org"}, "JIEBAN_OIDC_ISSUER: expects https://"),
        ({"JIEBAN_OIDC_ISSUER": "https://login.example.org/?a=1"}, "JIEBAN_OIDC_ISSUER: expects https://"),
        ({"JIEBAN_OIDC_ISSUER": "https://me@login.example.org/"}, "JIEBAN_OIDC_ISSUER: expects https://"),
        ({"JIEBAN_OIDC_ISSUER": "https://login.example.org:port/"}, "JIEBAN_OIDC_ISSUER: expects https://"),
        (ISSUER, "JIEBAN_OIDC_ISSUER needs JIEBAN_OIDC_CLIENT_ID and JIEBAN_OIDC_CLIENT_SECRET_FILE"),
        ({"JIEBAN_OIDC_ONLY": "true"}, "need JIEBAN_OIDC_ISSUER"),
        ({"JIEBAN_OIDC_ACR": "gold"}, "need JIEBAN_OIDC_ISSUER"),
    ],
)
def test_half_a_provider_is_refused(environment: dict[str, str], fault: str) -> None:
    with pytest.raises(SettingsFault) as caught:
        load_settings(environment)
    assert fault in str(caught.value)


def test_its_files_are_looked_at_before_anything_starts(tmp_path: Path) -> None:
    secret = write_secret(tmp_path / "client", "s" * 20)
    given = ISSUER | {"JIEBAN_OIDC_CLIENT_SECRET_FILE": str(secret), "JIEBAN_OIDC_ACR": " gold, otp "}
    provider = build_provider(load_settings(given), SystemClock())
    assert provider is not None and provider.proves_second_step
    assert load_settings(given).oidc_steps == ("gold", "otp")
    assert build_provider(load_settings({}), SystemClock()) is None
    secret.chmod(0o644)
    with pytest.raises(SettingsFault, match="chmod 600"):
        read_provider_files(load_settings(given))
    secret.chmod(0o600)
    none = given | {"JIEBAN_OIDC_CA_CERTIFICATE": str(tmp_path / "none.pem")}
    with pytest.raises(SettingsFault, match="JIEBAN_OIDC_CA_CERTIFICATE"):
        read_provider_files(load_settings(none))
