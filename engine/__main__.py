"""`python -m engine`: run the engine alone; prints one JSON line with its ports when it serves."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
from dataclasses import asdict
from pathlib import Path

from engine.access.tls import read_certificate
from engine.server import BoundPorts, serve
from engine.settings import EngineSettings
from engine.start_refused import CommitFailed, StartRefused


def main(arguments: list[str] | None = None) -> int:
    """Serve until a signal; 0 after a clean stop, 75 when a start has to wait, 78 when refused, 74 after a failed commit."""
    os.umask(0o077)
    try:
        asyncio.run(serve(parse_settings(arguments), announce))
    except (StartRefused, CommitFailed) as end:
        sys.stderr.write(f"{end}\n")
        return end.exit_code
    return 0


def parse_settings(arguments: list[str] | None) -> EngineSettings:
    """Settings from the command line."""
    parser = argparse.ArgumentParser(prog="engine", description="Embedded Zeebe-compatible process engine")
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="folder of the store")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--grpc-port", type=int, default=26500, help="port of the gateway protocol (0 = any)")
    parser.add_argument("--rest-port", type=int, default=8080, help="port of the REST interface (0 = any)")
    parser.add_argument("--search-lag-ms", type=int, default=0, help="age of what searches see")
    parser.add_argument("--retention-days", type=int, default=30, help="days that ended instances stay")
    parser.add_argument(
        "--shown-seconds", type=float, default=60.0, help="least time that searches show them"
    )
    parser.add_argument(
        "--login-file", type=Path, metavar="FILE", help="logins wanted on both ports (mode 0600)"
    )
    parser.add_argument("--tls-certificate", type=Path, metavar="PEM", help="certificate of both ports")
    parser.add_argument("--tls-key", type=Path, metavar="PEM", help="its key (mode 0600)")
    parser.add_argument(
        "--keys-after", type=int, default=0, metavar="KEY", help="newest key that others have seen"
    )
    parser.add_argument("--host-name", action="append", default=[], help="further name to answer under")
    chosen = parser.parse_args(arguments)
    return EngineSettings(
        data_dir=chosen.data,
        host=chosen.host,
        grpc_port=chosen.grpc_port,
        rest_port=chosen.rest_port,
        search_lag_ms=chosen.search_lag_ms,
        retention_days=chosen.retention_days,
        shown_seconds=chosen.shown_seconds,
        login_file=chosen.login_file,
        certificate=read_certificate(chosen.tls_certificate, chosen.tls_key),
        hosts=tuple(chosen.host_name),
        keys_after=chosen.keys_after,
    )


def announce(ports: BoundPorts) -> None:
    """Tell the starter that the engine serves, and where."""
    sys.stdout.write(json.dumps(asdict(ports)) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
