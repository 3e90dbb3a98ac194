"""FTP space of a web hoster: encrypted or not, of an old server or a new one."""

from __future__ import annotations

import datetime as dt
import ipaddress
import sys
from pathlib import Path

import pytest

from audiopaper.errors import PublishError
from audiopaper.show import remote_target
from audiopaper.show.ftp_files import FtpFiles
from tests.support.target_servers import PASSWORD, USER, folder_place, ftp_server


def make_certificate(path: Path) -> Path:
    """A key and a certificate of this machine, in one file."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]),
            critical=False,
        )
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = key.private_bytes(
        pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + certificate.public_bytes(pem))
    return path


def test_over_tls_files_arrive_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    certificate = make_certificate(tmp_path / "server.pem")
    file = tmp_path / "a.mp3"
    file.write_bytes(bytes(range(256)) * 4000)
    with ftp_server(tmp_path / "ftp", monkeypatch, certificate=certificate) as port:
        place = folder_place(
            tmp_path / "ftp" / "show", f"ftps://127.0.0.1:{port}/show", ca_file=str(certificate)
        )
        target = place.open()
        target.put("episodes/2026-03-02/a.mp3", file, "digest")
        assert place.read("episodes/2026-03-02/a.mp3") == file.read_bytes()
        assert target.read("episodes/2026-03-02/a.mp3") == file.read_bytes()
        assert target.has("episodes/2026-03-02/a.mp3", file, "digest")
        target.close()


def test_ftp_needs_no_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.split(".")[0] == "fsspec"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "fsspec", None)
    file = tmp_path / "feed.xml"
    file.write_bytes(b"<rss/>" * 40_000)
    with ftp_server(tmp_path / "ftp", monkeypatch) as port:
        place = folder_place(tmp_path / "ftp" / "show", f"ftp://127.0.0.1:{port}/show")
        target = place.open()
        target.put("feed.xml", file, "digest")
        assert target.read("feed.xml") == file.read_bytes()
        target.remove("feed.xml")
        assert target.read("feed.xml") is None
        target.close()


def test_a_server_that_nobody_vouches_for_is_told_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = make_certificate(tmp_path / "server.pem")
    with ftp_server(tmp_path / "ftp", monkeypatch, certificate=certificate) as port:
        place = folder_place(tmp_path / "ftp", f"ftps://127.0.0.1:{port}/show")
        with pytest.raises(PublishError, match="certificate"):
            place.open()


def test_a_wrong_password_is_an_error_that_does_not_show_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ftp_server(tmp_path / "ftp", monkeypatch) as port:
        monkeypatch.setenv(remote_target.PASSWORD_VARIABLE, "another-secret")
        with pytest.raises(PublishError) as failure:
            folder_place(tmp_path / "ftp", f"ftp://127.0.0.1:{port}/show").open()
    assert "another-secret" not in f"{failure.value.problem} {failure.value.remedy}"


def test_a_server_that_replaces_no_file_and_knows_no_mlsd_will_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(handler: object, path: str) -> None:
        handler.respond("500 unknown command")  # type: ignore[attr-defined]

    def rename(handler: object, path: str) -> None:
        source = handler._rnfr  # type: ignore[attr-defined]
        handler._rnfr = None  # type: ignore[attr-defined]
        if Path(path).exists():
            handler.respond("550 file exists")  # type: ignore[attr-defined]
        else:
            Path(source).rename(path)
            handler.respond("250 renamed")  # type: ignore[attr-defined]

    old = {"ftp_MLSD": refuse, "ftp_RNTO": rename}
    file = tmp_path / "feed.xml"
    with ftp_server(tmp_path / "ftp", monkeypatch, **old) as port:
        place = folder_place(tmp_path / "ftp" / "show", f"ftp://127.0.0.1:{port}/show")
        target = place.open()
        for text in ("<rss>1</rss>", "<rss>22</rss>"):
            file.write_text(text, "utf-8")
            target.put("deep/名字 with space.xml", file, text)
            assert place.read("deep/名字 with space.xml") == text.encode()
        target.close()
        again = place.open({"deep/名字 with space.xml": ("digest", file.stat().st_size)})
        assert again.has("deep/名字 with space.xml", file, "digest")
        again.remove("deep/名字 with space.xml")
        assert place.names() == set()
        again.close()


def test_what_is_not_there_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with ftp_server(tmp_path / "ftp", monkeypatch) as port:
        files = FtpFiles("127.0.0.1", port=port, user=USER, password=PASSWORD)
        assert not files.exists("nothing.xml")
        with pytest.raises(FileNotFoundError):
            files.cat_file("nothing.xml")
        with pytest.raises(FileNotFoundError):
            files.find("nowhere")
        assert files.find("") == {}
        files.close()
