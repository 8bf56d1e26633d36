"""Certificates of a cluster, and which addresses may be used without them.

Whoever reaches a scheduler of Dask can run any code on every machine of the cluster. So every connection is
encrypted, and each side must show a certificate of the cluster; without them only this computer is reached.
"""

import datetime
import ipaddress
import logging
import socket
from pathlib import Path
from typing import TYPE_CHECKING

from videxplore.core.errors import FileWriteError, MissingPackageError, UsageError, extra_sentence
from videxplore.core.file_names import is_file
from videxplore.core.files import write_whole

if TYPE_CHECKING:
    from distributed.security import Security

AUTHORITY, CERTIFICATE, KEY = "authority.pem", "node.pem", "node.key"
FILES = (AUTHORITY, CERTIFICATE, KEY)
DEFAULT_PORT = 8786
_VALID = datetime.timedelta(days=3650)


def require_packages() -> None:
    """Make sure that the packages of the extra are there.

    Raises:
        MissingPackageError: If they are not.
    """
    try:
        import cryptography
        import distributed  # noqa: F401
    except ImportError as error:
        raise MissingPackageError(extra_sentence("Analysis on other machines", "cluster")) from error
    del cryptography
    # It logs every connection; what users need is said in sentences.
    logging.getLogger("distributed").setLevel(logging.CRITICAL)


def make_certificates(folder: Path) -> None:
    """Make the certificates of a new cluster; those that are there stay.

    All machines of a cluster have the same certificate. The key that signed it is not kept: nobody can make
    another one.

    Raises:
        FileWriteError: If they cannot be written.
    """
    if has_certificates(folder):
        return
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    now = datetime.datetime.now(datetime.UTC)
    authority_key, node_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    issuer, subject = (
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        for name in ("videxplore cluster", "videxplore node")
    )

    def signed(name: x509.Name, key: ec.EllipticCurvePrivateKey, *, is_authority: bool) -> bytes:
        builder = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(issuer)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(days=1))
            .not_valid_after(now + _VALID)
            .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        )
        certificate = builder.sign(authority_key, hashes.SHA256())
        return certificate.public_bytes(serialization.Encoding.PEM)

    key = node_key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    contents = {
        KEY: key,
        CERTIFICATE: signed(subject, node_key, is_authority=False),
        AUTHORITY: signed(issuer, authority_key, is_authority=True),
    }
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for name, content in contents.items():
            write_whole(folder / name, content)
        (folder / KEY).chmod(0o600)
    except OSError as error:
        reason = error.strerror or error
        raise FileWriteError(f"The certificates cannot be written into {folder}: {reason}.") from error


def has_certificates(folder: Path) -> bool:
    """Whether the certificates of a cluster are in a folder."""
    return all(is_file(folder / name) for name in FILES)


def security_for(address: str, folder: Path) -> "Security":
    """How the machines of a cluster prove themselves, for an address such as ``tls://192.168.1.20:8786``.

    Raises:
        UsageError: If the address is malformed, or reaches another computer without encryption.
        MissingPackageError: If Dask or the certificates are not here.
    """
    scheme = require_address(address)
    require_packages()
    from distributed.security import Security

    if scheme == "tcp":
        return Security(require_encryption=False)
    if not has_certificates(folder):
        raise MissingPackageError(
            f"There are no certificates of the cluster in {folder}: copy {', '.join(FILES)} there from the "
            "computer on which `videxplore cluster start` made them, or name their folder by --certificates."
        )
    authority, certificate, key = (str(folder / name) for name in FILES)
    return Security(
        require_encryption=True,
        tls_ca_file=authority,
        **{
            f"tls_{role}_{part}": file
            for role in ("client", "scheduler", "worker")
            for part, file in (("cert", certificate), ("key", key))
        },
    )


def require_address(address: str) -> str:
    """Refuse an address that reaches another computer without encryption; return its scheme.

    Raises:
        UsageError: If it does, or is malformed.
    """
    scheme, host, _ = split_address(address)
    if scheme == "tcp" and not is_loopback(host):
        raise UsageError(
            f"{address} is not encrypted, so that everybody on the network could run programs here: use "
            "tls:// with the certificates of `videxplore cluster start`."
        )
    return scheme


def split_address(address: str) -> tuple[str, str, int]:
    """Scheme, host and port of an address; ``tls`` and the usual port where they are left out.

    Raises:
        UsageError: If it is malformed.
    """
    scheme, separator, rest = address.partition("://")
    if not separator:
        scheme, rest = "tls", address
    host, colon, port = rest.rpartition(":")
    if not colon or rest.endswith("]"):
        host, port = rest, str(DEFAULT_PORT)
    if scheme not in ("tls", "tcp") or not host or not port.isdecimal() or int(port) > 65535:
        raise UsageError(f"{address} is not an address of a scheduler, such as tls://192.168.1.20:8786.")
    return scheme, host.strip("[]"), int(port)


def full_address(address: str) -> str:
    """The address with its scheme and port.

    Raises:
        UsageError: If it is malformed.
    """
    scheme, host, port = split_address(address)
    return f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"


def is_loopback(host: str) -> bool:
    """Whether a host is this computer, reached without a network."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def require_one_interface(host: str) -> None:
    """Refuse to listen anywhere but on one interface of this computer.

    Raises:
        UsageError: If the host is every interface, or none of this computer.
    """
    try:
        found = {str(one[4][0]) for one in socket.getaddrinfo(host, 0, type=socket.SOCK_STREAM)}
    except OSError as error:
        raise UsageError(f"{host} is not an address of this computer.") from error
    if any(ipaddress.ip_address(one.partition("%")[0]).is_unspecified for one in found):
        raise UsageError(
            f"{host} means every network of this computer: name the address by which the others reach it."
        )
