"""What others read: Slack, Teams, Mattermost, webhooks and the rest, through Apprise and behind the guard."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from apprise import Apprise, AppriseAsset, LogCapture, NotifyFormat, NotifyType
from apprise.plugins import NotifyBase

from core import outbound

from .registry import Message
from .settling import NotTaken

# Apprise reaches some two hundred services; these are rooms that people read and programs that listen. Left out is
# what works on the machine itself (a desktop, a log), what is mail, which has its own door, and what sends in threads.
_SERVICES = """
slack workflow workflows mmost mmosts rocket rockets gchat discord matrix matrixs zulip webex wxteams tgram ntfy ntfys
gotify gotifys nctalk nctalks ryver twist guilded lark feishu dingtalk wecombot synology synologys stackfield signal
signals json jsons xml xmls form forms apprise apprises
"""
SCHEMAS = frozenset(_SERVICES.split())
# These would have a file of this machine read and sent.
REFUSED_WORDS = frozenset({"template", "attach", "file", "keyfile"})
PLAIN = ("JSON", "XML", "Form")
CONNECT_SECONDS, READ_SECONDS = 5.0, 10.0
PASSING = (408, 425, 429)

logging.getLogger(
    "apprise"
).propagate = False  # what it says is read below; it would name the address in the log


class Unusable(Exception):  # noqa: N818 - an answer
    """An address that can't be used; its text is for the person who typed it."""


@dataclass(frozen=True)
class Service:
    """What may be shown of an address: which service, and where, without its secrets."""

    name: str
    shown: str


def _asset() -> AppriseAsset:
    return AppriseAsset(
        app_id="Debrief",
        app_desc="Debrief",
        app_url="",
        async_mode=False,
        plugin_paths=None,
        image_url_mask="",
    )


def _plugin(address: str) -> NotifyBase:
    """The service of an address. Raises Unusable with what is wrong with it."""
    parts = _split(address)
    if REFUSED_WORDS & {word.lower() for word, _ in parse_qsl(parts.query, keep_blank_values=True)}:
        raise Unusable(
            "Templates and files can't be used here: they would be read from the machine of the site."
        )
    if parts.scheme in ("http", "https"):
        return _of_web_address(address, parts)
    if parts.scheme not in SCHEMAS:
        raise Unusable("This is not one of the services that can be used here; see the list below the field.")
    return _made(address)


def _split(address: str):
    try:
        return urlsplit(address.strip())
    except ValueError as error:
        raise Unusable("This can't be read as an address.") from error


def _of_web_address(address: str, parts) -> NotifyBase:
    """What a product gave as https://…: of a service we know, or a plain webhook that takes JSON."""
    if complaint := outbound.complaint_about(address):
        raise Unusable(complaint)
    known = Apprise.instantiate(address, asset=_asset())
    if known is not None:
        if str(known.schema).lower() not in SCHEMAS:
            raise Unusable(
                "This is not one of the services that can be used here; see the list below the field."
            )
        return _one_room(known)
    plain = "jsons" if parts.scheme == "https" else "json"
    return _made(address.strip().replace(f"{parts.scheme}://", f"{plain}://", 1))


def _made(address: str) -> NotifyBase:
    plugin = Apprise.instantiate(address.strip(), asset=_asset())
    if plugin is None:
        raise Unusable(
            "A part of this address is missing or mistyped. The page of the service below shows its form."
        )
    return _one_room(plugin)


def _one_room(plugin: NotifyBase) -> NotifyBase:
    if len(plugin) > 1:
        raise Unusable("Name one room in an address; make another channel for each further one.")
    # Waiting and trying again is the outbox's, which writes it down.
    plugin.retry = 0
    plugin.socket_connect_timeout, plugin.socket_read_timeout = CONNECT_SECONDS, READ_SECONDS
    plugin.persistent_storage = False
    host = str(getattr(plugin, "host", "") or "")
    # Without a dot it may be a token that happens to look like a number; the connection itself is checked anyway.
    named = "." in host or ":" in host or host == "localhost"
    complaint = outbound.complaint_about(f"http://[{host}]/" if ":" in host else f"http://{host}/")
    if named and complaint:
        raise Unusable(complaint)
    return plugin


def read(address: str) -> Service:
    """Which service an address belongs to. Raises Unusable."""
    plugin = _plugin(address)
    parts = urlsplit(plugin.url(privacy=True))
    place = parts.netloc.rpartition("@")[2]
    if "." not in place.replace("...", ""):
        place = f"{place[:1]}…"
    name = str(plugin.service_name)
    return Service(f"Webhook ({name})" if name in PLAIN else name, f"{parts.scheme}://{place}/…"[:200])


def say(address: str, message: Message) -> None:
    """Say something there; returning means that the service accepted it. Raises NotTaken."""
    try:
        plugin = _plugin(address)
    except Unusable as error:
        raise NotTaken(str(error), lasting=True) from error
    with outbound.guarded() as guard, LogCapture(level=logging.WARNING) as log:
        taken = plugin.notify(
            title=quiet(message.subject),
            body=quiet(message.text),
            notify_type=NotifyType.INFO,
            body_format=NotifyFormat.TEXT,
        )
        said = log.getvalue()
    if not taken:
        raise _why(guard.refused, said)


def quiet(text: str) -> str:
    """The text with no word that would call a whole room: @channel in a title is a title, not a call."""
    return re.sub(r"@(?=\w)", "@\u200b", text).replace("<!", "<\u200b!")


def _why(refused: str, said: str) -> NotTaken:
    """The reason in our words; what the service wrote may quote the message and is not kept."""
    if refused:
        return NotTaken(refused, lasting=True)
    found = re.findall(r"error=(\d{3})\b", said)
    if not found:
        return NotTaken("It could not be reached, or did not answer in time.", lasting=False)
    code = int(found[-1])
    lasting = 400 <= code < 500 and code not in PASSING
    return NotTaken(f"The service answered {code}.", lasting=lasting)
