"""The shipped nginx configuration is one that nginx takes, and says what the office says (SE-7, SE-44)."""

from __future__ import annotations

import re
from pathlib import Path

from api.security.headers import FIXED
from api.settings import MAX_UPLOAD_BYTES
from deploy.door.limits import DoorLimits
from tests.deploy.nginx import SHIPPED, check_configuration, write_configuration


def test_nginx_takes_the_configuration_without_a_warning(tmp_path: Path) -> None:
    """SE-7: `nginx -t`."""
    write_configuration(tmp_path, 8000)
    checked = check_configuration(tmp_path)
    assert checked.returncode == 0, checked.stderr
    assert "[warn]" not in checked.stderr
    assert "[emerg]" not in checked.stderr


def test_a_broken_configuration_is_found(tmp_path: Path) -> None:
    """Probe."""
    write_configuration(tmp_path, 8000)
    broken = (
        (tmp_path / "jieban.conf").read_text("utf-8").replace("client_body_timeout", "client_body_patience")
    )
    (tmp_path / "jieban.conf").write_text(broken, "utf-8")
    assert check_configuration(tmp_path).returncode != 0


def test_limits_are_those_of_the_office() -> None:
    """SE-7: nothing that the office takes is refused before it, and idle connections end on nginx's side first."""
    text = (SHIPPED / "jieban.conf").read_text("utf-8")
    assert _number(text, r"client_max_body_size\s+(\d+)m;") * 1024 * 1024 == MAX_UPLOAD_BYTES
    assert _number(text, r"client_body_timeout\s+(\d+)s;") >= DoorLimits().body_pause_seconds
    assert _number(text, r"keepalive_timeout (\d+)s;\s+#") < DoorLimits().head_seconds
    assert _number(text, r"large_client_header_buffers \d+ (\d+)k;") * 1024 >= DoorLimits().line_bytes


def test_headers_of_the_office_are_not_set_a_second_time() -> None:
    """SE-29: only the page that nginx answers itself has headers of its own, the same names."""
    text = (SHIPPED / "jieban.conf").read_text("utf-8")
    own = text[text.index("location = /jieban-away.html") : text.index("# For watchdogs")]
    assert text.count("add_header") == own.count("add_header")
    for name in ("X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy"):
        assert f'{name} "{FIXED[name]}"' in own


def _number(text: str, pattern: str) -> int:
    found = re.search(pattern, text)
    assert found is not None, pattern
    return int(found[1])
