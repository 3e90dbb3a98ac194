"""Failures of the edge-tts client as errors of this program."""

from __future__ import annotations

from audiopaper.engines.base import BusyError, ServiceRefusedError, TransientError
from audiopaper.errors import SynthesisError

_UPGRADE = (
    "upgrade the client with: pip install --upgrade edge-tts; if that does not help, this "
    "address is blocked: choose the engine espeak, or another network"
)
LATER = "run the same command again later, or choose the engine espeak, which works offline"


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
            f"the edge service sent no sound for the voice {voice}",
            remedy=f"see that the voice is right (audiopaper voices), else {LATER}",
        )
    if isinstance(error, exceptions.SkewAdjustmentError):
        return ServiceRefusedError("the edge service refuses us (403)", remedy=_UPGRADE)
    if isinstance(error, aiohttp.ClientResponseError):
        return _refusal(error.status)
    if isinstance(error, aiohttp.ClientSSLError):
        return ServiceRefusedError(
            "the edge service's certificate is not trusted here",
            remedy="correct the clock, or have the network's owner let the service through",
        )
    if isinstance(error, aiohttp.InvalidURL):
        return ServiceRefusedError(
            "the address of the edge service or of the proxy is invalid",
            remedy="correct endpoint and proxy in [engines.edge]",
        )
    if isinstance(error, TimeoutError):
        return TransientError("the edge service stopped answering", remedy=LATER)
    if isinstance(error, aiohttp.ClientConnectionError | OSError | exceptions.WebSocketError):
        return TransientError("the edge service cannot be reached", remedy=LATER)
    # On unexpected bytes the client raises whatever its parsing raises.
    return TransientError(
        f"the edge service's answer makes no sense ({type(error).__name__})", remedy=LATER
    )


def _refusal(status: int) -> SynthesisError:
    if status == 429:
        return BusyError("the edge service is asked too often (429)", remedy=LATER)
    if status >= 500:
        return TransientError(f"the edge service has a fault ({status})", remedy=LATER)
    if status == 407:
        return ServiceRefusedError(
            "the proxy wants a name and password (407)",
            remedy="put them into HTTPS_PROXY: http://name:password@host:port",
        )
    if status in (401, 403):
        return ServiceRefusedError(f"the edge service refuses us ({status})", remedy=_UPGRADE)
    return ServiceRefusedError(
        f"something else than the edge service answered ({status})", remedy=_UPGRADE
    )
