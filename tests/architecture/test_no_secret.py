"""I4: no secret stands in the sources: no key, no token of a known kind, no password that could be one."""

from __future__ import annotations

import os
import re
import subprocess
from collections import Counter
from collections.abc import Iterator, Mapping
from math import log2
from pathlib import Path

from tests.architecture.source_tree import ROOT

# What is a secret wherever it stands.
KNOWN = re.compile(
    r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----"
    r"|\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\bLTAI[0-9A-Za-z]{12,20}\b|\bAKID[0-9A-Za-z]{28,}\b|\bAIza[0-9A-Za-z_-]{35}\b"
    r"|\bgh[pousr]_[0-9A-Za-z]{30,}|\bgithub_pat_\w{30,}|\bglpat-[\w-]{20}|\bxox[abprs]-[0-9A-Za-z-]{10,}|\bsk-[0-9A-Za-z]{24,}"
    r"|\bnpm_[0-9A-Za-z]{30,}|\bpypi-[\w-]{40,}|\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}"
)
NAMES = "passw(or)?d|passphrase|secret|token|api_?key|private_?key|access_?key|credential|口令|密码|密钥"
# A value under a name that says what it is; and one in an address.
NAMED = re.compile(
    rf"(?i)(?:{NAMES})[\w.-]{{0,40}}[\"']?\s{{0,4}}[=:]\s{{0,4}}(?:str\s=\s)?[frb]?(?:SecretStr\()?"
    r"(?P<quote>[\"'])(?P<value>[^\"'\s{}<>$()\[\]]{8,})(?P=quote)"
)
UNQUOTED = re.compile(
    rf"(?i)^[-\s]*[\w.-]*(?:{NAMES})[\w.-]{{0,40}}\s?[=:]\s?(?P<value>[^\"'\s{{}}<>$()\[\],;]{{8,}})\s*$"
)
IN_ADDRESS = re.compile(r"\b[a-z][a-z0-9+]{1,15}://[^\s/:@\"'{}<>$]*:(?P<value>[^\s/:@\"'{}<>$]{6,})@")
# Every line that could hold one, found by git, which is quick.
COARSE = rf"({NAMES})|PRIVATE KEY-|A[KS]IA|LTAI|AKID|AIza|gh[pousr]_|github_pat_|glpat-|xox|sk-|npm_|pypi-|eyJ|://[^/ ]*:[^/ ]*@"
# A word, words with dashes, a code, a file: nobody's password.
PLAIN = re.compile(
    r"[a-z]+([-_./ ][a-z]+)*|[A-Z]+(_[A-Z]+)*|.*[^\x00-\x7f].*|[\w./-]+\.(json|html|css|js|py|pem|key|txt|sh)"
)
FEWEST_BITS = 2.9
# What looks like one, by file, with what it is.
MADE_UP: Mapping[tuple[str, str], str] = {
    ("adapters/cluster_login.py", "self._token"): "a name",
    (
        "tests/demo/test_bar.py",
        "Kestrel-Harbour-77",
    ): "of people of made-up offices, as in tests/web/pages.py",
    ("tests/store_app/test_database.py", "CANARY-SECRET"): "looked for in an error",
    ("tests/web/pages.py", "Kestrel-Harbour-77"): "of people of offices that live as long as a test",
}
PLANTED = {
    "notes.md": "the old key was " + "AKIA" + "Q7ZP4M2XN8TB5WKD",
    "deploy/settings.py": 'webhook_secret: SecretStr = Field(SecretStr("x"))\nPASSWORD = "' + 'Rz7-kq!2vWp"',
    "deploy/office.yaml": "  database_password: " + "n8Vx2qLtR4",
    "api/x.py": 'database = "postgresql://office:' + 'Tg5hJk9q@db/office"',
    "tls/own.pem": "-----BEGIN RSA " + "PRIVATE KEY-----",
    "web/x.js": "const token = '" + "eyJhbGciOiJIUzI1NiJ9." + "eyJzdWIiOiIxIn0." + "c2lnbmF0dXJlLXdpdGg';",
}


def secrets_of(line: str) -> Iterator[str]:
    yield from (found[0] for found in KNOWN.finditer(line))
    for pattern in (NAMED, UNQUOTED, IN_ADDRESS):
        yield from (found["value"] for found in pattern.finditer(line) if is_like_one(found["value"]))


def is_like_one(value: str) -> bool:
    """Of characters of more than one kind, and hardly two of it alike."""
    if PLAIN.fullmatch(value):
        return False
    bits = -sum(n / len(value) * log2(n / len(value)) for n in Counter(value).values())
    return (
        sum(bool(re.search(kind, value)) for kind in ("[a-z]", "[A-Z]", "[0-9]", r"\W")) > 1
        and bits >= FEWEST_BITS
    )


def find_secrets(folder: Path) -> set[tuple[str, str]]:
    """Of everything that git holds there but pictures and archives: the file, and what stands in it."""
    asked, quick = ["git", "grep", "-I", "-i", "-z", "-E", COARSE], {**os.environ, "LC_ALL": "C"}
    found = subprocess.run(asked, cwd=folder, env=quick, capture_output=True, check=True).stdout
    lines = found.decode("utf-8", "replace")
    told = (line.partition("\0")[::2] for line in lines.split("\n") if line)
    return {(name, found) for name, line in told for found in secrets_of(line)}


def test_no_secret_stands_in_the_sources() -> None:
    """I4: offices that are packed for tests have keys of their own, which open nothing else."""
    found = find_secrets(ROOT)
    assert sorted(found - MADE_UP.keys()) == [], (
        "take it out, and give nobody a chance to use it: it is in the history"
    )
    assert sorted(MADE_UP.keys() - found) == [], "no such line any more"


def test_a_secret_that_is_planted_anywhere_is_found(tmp_path: Path) -> None:
    """I4: in a file of any kind, under any name."""
    for name, text in PLANTED.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    for asked in (["init", "-q"], ["add", "."]):
        subprocess.run(["git", *asked], cwd=tmp_path, check=True)
    assert {name for name, _ in find_secrets(tmp_path)} == PLANTED.keys()


def test_names_codes_and_words_are_no_secrets() -> None:
    for line in (
        'raise InvalidInput({"password": "WRONG_PASSWORD"})',
        'token = "not-the-one"',
        "password: ${PASSWORD}",
    ):
        assert list(secrets_of(line)) == [], line
