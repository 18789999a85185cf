"""A real nginx with the shipped configuration, on a port and a certificate of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.certificates import make_authority
from tests.free_ports import free_ports

SHIPPED = Path(__file__).parents[2] / "deploy" / "nginx"
# As root nginx would read its files as nobody, who is let into no temporary folder.
_USER = "user root;" if os.geteuid() == 0 else ""
_FRAME = """
{user} daemon off; error_log {folder}/error.log; pid {folder}/nginx.pid; worker_processes 1; worker_rlimit_nofile 20000;
events {{ worker_connections 8192; }}
http {{
  access_log off;
  {paths}
  include {folder}/jieban.conf;
}}
"""


def find_nginx() -> str:
    """The program; skips with a reason where there is none."""
    found = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if found is None:
        assert not os.environ.get("CI"), "nginx is missing: apt-get install nginx-light"
        pytest.skip("no nginx on this machine: apt-get install nginx-light")
    return found


def write_configuration(folder: Path, office_port: int) -> str:
    """The shipped files with their lines for change changed; the address at which it will serve."""
    tls, plain = free_ports(2)
    shown = make_authority(folder / "tls").certificate
    (folder / "jieban-office.conf").write_text((SHIPPED / "jieban-office.conf").read_text("utf-8"), "utf-8")
    (folder / "away.html").write_text((SHIPPED / "away.html").read_text("utf-8"), "utf-8")
    text = (SHIPPED / "jieban.conf").read_text("utf-8")
    for old, new in (
        ("server 127.0.0.1:8000;", f"server 127.0.0.1:{office_port};"),
        ("    listen [::]:80;\n", ""),
        ("    listen [::]:443 ssl;\n", ""),
        ("listen 80;", f"listen 127.0.0.1:{plain};"),
        ("listen 443 ssl;", f"listen 127.0.0.1:{tls} ssl;"),
        ("/etc/ssl/jieban/fullchain.pem", str(shown.chain)),
        ("/etc/ssl/jieban/privkey.pem", str(shown.key)),
        ("/usr/share/jieban/away.html", f"{folder}/away.html"),
        ("/etc/nginx/snippets/jieban-office.conf", f"{folder}/jieban-office.conf"),
    ):
        assert old in text, old
        text = text.replace(old, new)
    (folder / "jieban.conf").write_text(text, "utf-8")
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    paths = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    (folder / "nginx.conf").write_text(_FRAME.format(user=_USER, folder=folder, paths=paths), "utf-8")
    return f"https://127.0.0.1:{tls}"


def check_configuration(folder: Path) -> subprocess.CompletedProcess[str]:
    """`nginx -t`."""
    command = [find_nginx(), "-t", "-p", str(folder), "-c", str(folder / "nginx.conf")]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@contextmanager
def nginx_before(folder: Path, office_port: int) -> Iterator[str]:
    """nginx in front of an office until the end of the block; its address."""
    address = write_configuration(folder, office_port)
    command = [find_nginx(), "-p", str(folder), "-c", str(folder / "nginx.conf")]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL) as process:
        try:
            _wait_until_serving(address, process)
            yield address
        finally:
            process.terminate()
            process.wait(10)


def _wait_until_serving(address: str, process: subprocess.Popen[bytes]) -> None:
    limit = time.monotonic() + 30
    while True:
        assert process.poll() is None, "nginx ended"
        assert time.monotonic() < limit
        try:
            httpx.get(address, verify=False, timeout=30)  # noqa: S501 - of an authority of its own
        except httpx.ConnectError:
            time.sleep(0.05)
        else:
            return
