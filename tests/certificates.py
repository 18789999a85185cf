"""A small authority of its own and a certificate for this machine, as an office makes them."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from engine.access.tls import Certificate


@dataclass(frozen=True)
class OwnAuthority:
    """`authority` is what clients trust, `certificate` what a server on loopback shows."""

    authority: Path
    certificate: Certificate


@dataclass(frozen=True)
class Root:
    """Who signs."""

    name: x509.Name
    key: ec.EllipticCurvePrivateKey


def make_authority(folder: Path) -> OwnAuthority:
    """Files in `folder`; the key is readable for its owner only."""
    folder.mkdir(parents=True, exist_ok=True)
    signer, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    by = Root(_name("Jieban test authority"), signer)
    root = _signed(by.name, signer, by, x509.BasicConstraints(True, 0))
    names = x509.SubjectAlternativeName(
        [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    )
    leaf = _signed(_name("localhost"), key, by, names)
    authority, chain, key_file = folder / "ca.pem", folder / "engine.pem", folder / "engine.key"
    authority.write_bytes(root.public_bytes(Encoding.PEM))
    chain.write_bytes(leaf.public_bytes(Encoding.PEM))
    key_file.touch(0o600)
    key_file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return OwnAuthority(authority, Certificate(chain, key_file))


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _signed(
    subject: x509.Name, key: ec.EllipticCurvePrivateKey, root: Root, extension: x509.ExtensionType
) -> x509.Certificate:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(root.name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(extension, critical=isinstance(extension, x509.BasicConstraints))
        .sign(root.key, hashes.SHA256())
    )


def write_secret(path: Path, text: str) -> Path:
    """A file for its owner alone."""
    path.touch(0o600)
    path.write_text(text, "utf-8")
    return path
