"""Failures of the edge-tts client as errors of this program."""

from __future__ import annotations

from audiopaper.engines.base import BusyError, ServiceRefusedError, TransientError
from audiopaper.errors import SynthesisError
from audiopaper.translations import _

_UPGRADE = (
    "upgrade the client with: pip install --upgrade edge-tts; if that does not help, this "
    'address is blocked: take another network, or write engine = "espeak" at the top of '
    "config.toml"
)
LATER = (
    "run the same command again later, or let an engine speak that works offline: write "
    'engine = "espeak" at the top of config.toml'
)


class NoAudioError(TransientError):
    """The service answered without sound: a wrong voice, a text it cannot say, or a limit."""


def translate(error: Exception, voice: str) -> SynthesisError:
    """Convert a failure of the client; its own message may contain addresses with keys.

    Args:
        error: What the client raised.
        voice: Name of the voice, for the message.
    """
    import aiohttp
    from edge_tts import exceptions

    if isinstance(error, SynthesisError):
        return error
    if isinstance(error, exceptions.NoAudioReceived):
        return NoAudioError(
            _("the edge service sent no sound for the voice {voice}", voice=voice),
            remedy=_(
                "see that the voice is right (audiopaper voices), else {later}", later=_(LATER)
            ),
        )
    if isinstance(error, exceptions.SkewAdjustmentError):
        return ServiceRefusedError(_("the edge service refuses us (403)"), remedy=_(_UPGRADE))
    if isinstance(error, aiohttp.ClientResponseError):
        return _refusal(error.status)
    if isinstance(error, aiohttp.ClientSSLError):
        return ServiceRefusedError(
            _("the edge service's certificate is not trusted here"),
            remedy=_("correct the clock, or have the network's owner let the service through"),
        )
    if isinstance(error, aiohttp.InvalidURL):
        return ServiceRefusedError(
            _("the address of the edge service or of the proxy is invalid"),
            remedy=_("correct endpoint and proxy in [engines.edge]"),
        )
    if isinstance(error, TimeoutError):
        return TransientError(_("the edge service stopped answering"), remedy=_(LATER))
    if isinstance(error, aiohttp.ClientConnectionError | OSError | exceptions.WebSocketError):
        return TransientError(_("the edge service cannot be reached"), remedy=_(LATER))
    # On unexpected bytes the client raises whatever its parsing raises.
    return TransientError(
        _("the edge service's answer makes no sense ({name})", name=type(error).__name__),
        remedy=_(LATER),
    )


def _refusal(status: int) -> SynthesisError:
    if status == 429:
        return BusyError(_("the edge service is asked too often (429)"), remedy=_(LATER))
    if status >= 500:
        return TransientError(
            _("the edge service has a fault ({status})", status=status), remedy=_(LATER)
        )
    if status == 407:
        return ServiceRefusedError(
            _("the proxy wants a name and password (407)"),
            remedy=_("put them into HTTPS_PROXY: http://name:password@host:port"),
        )
    if status in (401, 403):
        return ServiceRefusedError(
            _("the edge service refuses us ({status})", status=status), remedy=_(_UPGRADE)
        )
    return ServiceRefusedError(
        _("something else than the edge service answered ({status})", status=status),
        remedy=_(_UPGRADE),
    )
