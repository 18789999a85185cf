"""What a start of the engine is given; reading it from a command line lives in `engine.__main__`."""

from dataclasses import dataclass
from pathlib import Path

from engine.access.tls import Certificate


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineSettings:
    """Where the engine keeps its store and where it listens; port 0 lets the system choose.

    `search_lag_ms` is the age of the snapshot that searches read, as on a cluster (0 = current).
    What a root instance left behind is deleted `retention_days` after its end by the engine's clock, but not before
    searches could show it for `shown_seconds` of the machine's time, however far a pinned clock jumps.
    A store that has given out no key as new as `keys_after` begins well after it, so that no key is given out twice.
    With `login_file` both ports want one of its logins, with `certificate` both speak TLS; `hosts` are names under
    which REST answers beside those of loopback and of `host`.
    """

    data_dir: Path
    host: str = "127.0.0.1"
    grpc_port: int = 26500
    rest_port: int = 8080
    search_lag_ms: int = 0
    retention_days: int = 30
    shown_seconds: float = 60.0
    login_file: Path | None = None
    certificate: Certificate | None = None
    hosts: tuple[str, ...] = ()
    keys_after: int = 0
