"""What a notification promises: it is sent, it ends, and it never fails the run."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import re
import socketserver

import pytest

from audiopaper.config import NotifySettings
from audiopaper.daily.notifications import notify
from tests.support.webhook_server import serving, webhook


def mail_server(taken: list[bytes]) -> socketserver.ThreadingTCPServer:
    class Smtp(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.say("220 ready")
            for line in self.rfile:
                word = line[:4].upper()
                if word == b"DATA":
                    self.say("354 go on")
                    lines = iter(self.rfile.readline, b".\r\n")
                    taken.append(b"".join(lines))
                self.say("221 bye" if word == b"QUIT" else "250 ok")
                if word == b"QUIT":
                    return

        def say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

    return socketserver.ThreadingTCPServer(("127.0.0.1", 0), Smtp)


def silent_server() -> socketserver.ThreadingTCPServer:
    class Silent(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.rfile.read()

    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Silent)
    server.daemon_threads = True
    return server


def test_nothing_configured_sends_nothing() -> None:
    assert notify(NotifySettings(), "青川日报", "已发布", {}) == ()


def test_a_webhook_gets_text_for_people_and_a_summary_for_machines() -> None:
    taken: list[dict[str, object]] = []
    with serving(webhook(200, taken)) as port:
        settings = NotifySettings(webhook=f"http://127.0.0.1:{port}/robot?key=k")
        assert notify(settings, "青川日报 2026-03-02", "已发布", {"state": "published"}) == ()
    assert taken == [
        {
            "msgtype": "text",
            "text": {"content": "青川日报 2026-03-02\n已发布"},
            "summary": {"state": "published"},
        }
    ]


def test_a_webhook_that_refuses_is_told_without_its_address() -> None:
    with serving(webhook(403, [])) as port:
        settings = NotifySettings(webhook=f"http://127.0.0.1:{port}/robot?key=topsecret")
        (problem,) = notify(settings, "s", "t", {})
    assert problem == "the webhook could not be notified: it answered 403"


def test_a_mail_is_sent() -> None:
    taken: list[bytes] = []
    with serving(mail_server(taken)) as port:
        settings = NotifySettings(
            mail_to=("desk@example.org", "night@example.org"),
            mail_from="audiopaper@example.org",
            smtp=f"127.0.0.1:{port}",
        )
        assert notify(settings, "青川日报\n2026-03-02", "已发布：8条", {}) == ()
    mail = email.message_from_bytes(taken[0], policy=email.policy.default)
    assert mail["Subject"] == "青川日报 2026-03-02"
    assert mail["To"] == "desk@example.org, night@example.org"
    assert "已发布：8条" in mail.get_content()
    age = dt.datetime.now(dt.UTC) - mail["Date"].datetime
    assert abs(age) < dt.timedelta(minutes=10)
    assert re.fullmatch(r"<[^<>@\s]+@example\.org>", mail["Message-ID"])


def test_a_password_never_goes_out_in_the_clear(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOPAPER_SMTP_USER", "desk")
    monkeypatch.setenv("AUDIOPAPER_SMTP_PASSWORD", "topsecret")
    taken: list[bytes] = []
    with serving(mail_server(taken)) as port:
        settings = NotifySettings(mail_to=("a@b.c",), mail_from="d@e.f", smtp=f"127.0.0.1:{port}")
        (problem,) = notify(settings, "s", "t", {})
    assert "TLS" in problem
    assert taken == []


def test_a_server_that_says_nothing_is_given_up() -> None:
    with serving(silent_server()) as port:
        settings = NotifySettings(webhook=f"http://127.0.0.1:{port}/")
        problems = notify(settings, "s", "t", {}, longest_s=0.05)
    assert problems == ("the webhook did not end in 0 s",)


def test_a_server_that_is_not_there_is_a_sentence() -> None:
    settings = NotifySettings(mail_to=("a@b.c",), mail_from="d@e.f", smtp="127.0.0.1:1")
    (problem,) = notify(settings, "s", "t", {})
    assert problem.startswith("the mail server could not be notified: ")


@pytest.mark.parametrize(
    "settings",
    [{"webhook": "ftp://x"}, {"mail_to": ("a@b.c",)}, {"smtp": "a b"}],
)
def test_settings_that_reach_nobody_are_refused(settings: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"webhook|mail_to|smtp"):
        NotifySettings(**settings)  # type: ignore[arg-type]
