"""Notifies people of a run by webhook and mail, in bounded time; failures do not fail the run."""

from __future__ import annotations

import json
import os
import smtplib
import ssl
import threading
import time
from email.message import EmailMessage
from email.utils import formataddr, localtime, make_msgid, parseaddr
from typing import TYPE_CHECKING, Any

from audiopaper.http_post import ANSWER_S, LONGEST_S, PostError, post
from audiopaper.legible_names import make_legible
from audiopaper.translations import _
from audiopaper.urls import ascii_mail

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from audiopaper.config import NotifySettings

USER_VARIABLE, PASSWORD_VARIABLE = "AUDIOPAPER_SMTP_USER", "AUDIOPAPER_SMTP_PASSWORD"
"""Environment variables of the mail account; without them mail is sent without logging in."""


def notify(
    settings: NotifySettings,
    subject: str,
    text: str,
    summary: Mapping[str, Any],
    *,
    longest_s: float = LONGEST_S,
) -> tuple[str, ...]:
    """Post to the configured webhook and send the configured mail.

    Args:
        settings: The recipients; nothing is sent if there are none.
        subject: One line.
        text: The message for people.
        summary: The values for programs: ``summary`` in the webhook's JSON.
        longest_s: Limit on the whole call.

    Returns:
        A sentence for each of the two that failed; nothing is raised.
    """
    subject, text = make_legible(subject), make_legible(text)
    sends: list[tuple[str, Callable[[], None]]] = []
    if settings.webhook:
        sends.append((_("the webhook"), lambda: _post(settings.webhook, subject, text, summary)))
    if settings.mail_to:
        sends.append((_("the mail server"), lambda: _mail(settings, subject, text)))
    problems: list[str | None] = [
        _("{name} did not end in {longest_s:.0f} s", name=name, longest_s=longest_s)
        for name, _send in sends
    ]

    def send(index: int, name: str, action: Callable[[], None]) -> None:
        try:
            action()
        except Exception as error:
            # A failure here does not change the result of the run. The address of a webhook is a
            # secret, so it is never shown.
            problems[index] = _(
                "{name} could not be notified: {cause}", name=name, cause=_cause(error)
            )
        else:
            problems[index] = None

    threads = [
        threading.Thread(target=send, args=(index, name, action), daemon=True)
        for index, (name, action) in enumerate(sends)
    ]
    _run_threads(threads, longest_s)
    return tuple(problem for problem in problems if problem)


def _run_threads(threads: Sequence[threading.Thread], longest_s: float) -> None:
    ends = time.monotonic() + longest_s
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(0.0, ends - time.monotonic()))


def _cause(error: Exception) -> str:
    if isinstance(error, PostError):
        return str(error)
    if isinstance(error, smtplib.SMTPResponseException):
        return _("it answered {smtp_code}", smtp_code=error.smtp_code)
    message = str(error) if isinstance(error, (OSError, smtplib.SMTPException)) else ""
    return message or type(error).__name__


def _post(webhook: str, subject: str, text: str, summary: Mapping[str, Any]) -> None:
    # WeCom and DingTalk read ``msgtype`` and ``text`` (their public documentation); other
    # receivers can read ``summary``.
    body = {
        "msgtype": "text",
        "text": {"content": f"{subject}\n{text}"},
        "summary": dict(summary),
    }
    post(
        webhook,
        json.dumps(body, ensure_ascii=False).encode("utf-8", "replace"),
        {"Content-Type": "application/json; charset=utf-8"},
    )


def _plain(address: str) -> str:
    """Return a mail address with an ASCII host, and the name before it."""
    name, plain = parseaddr(address)
    return formataddr((name, ascii_mail(plain or address)))


def _host_of(address: str) -> str:
    """Return the host of a mail address in ASCII."""
    return ascii_mail(parseaddr(address)[1] or address).rpartition("@")[2]


def _mail(settings: NotifySettings, subject: str, text: str) -> None:
    message = EmailMessage()
    message["Subject"] = " ".join(subject.split())
    message["From"] = _plain(settings.mail_from)
    message["To"] = ", ".join(map(_plain, settings.mail_to))
    # RFC 5322, section 3.6: without them, mail servers add others, or take it for spam.
    message["Date"] = localtime()
    message["Message-ID"] = make_msgid(domain=_host_of(settings.mail_from))
    message.set_content(text)
    host, _colon, port = settings.smtp.partition(":")
    user = os.environ.get(USER_VARIABLE, "")
    with smtplib.SMTP(host, int(port or 25), timeout=ANSWER_S) as server:
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=ssl.create_default_context())
            server.ehlo()
        elif user:
            raise smtplib.SMTPException(_("it offers no TLS, and a password is not sent without"))
        if user:
            server.login(user, os.environ.get(PASSWORD_VARIABLE, ""))
        server.send_message(message)
