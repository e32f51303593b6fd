"""What every tracker can do for us, and how it says that it can't."""

from __future__ import annotations

import hashlib
import hmac
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urlsplit

from core.fetching import Answer, Unreached, fetch
from core.secretbox import Unreadable
from postmortems.models import TrackerConnection, TrackerLink

State = TrackerLink.State
TRY_LATER = 120
"""Seconds until a tracker that did not say when is asked again."""
LONGEST_WAIT = 3600


@dataclass(frozen=True)
class Words:
    """What a new issue says."""

    title: str
    body: str


@dataclass(frozen=True)
class Issue:
    """An issue as far as we keep it: where it is, and how it stands, in our word and in the tracker's."""

    remote_id: str
    key: str
    url: str
    state: str
    said: str


class Away(Exception):  # noqa: N818 - an answer
    """It can't answer just now, and took nothing: ask again after `seconds`."""

    def __init__(self, reason: str, seconds: float = TRY_LATER) -> None:
        super().__init__(reason)
        self.seconds = min(max(seconds, 1), LONGEST_WAIT)


class Refused(Exception):  # noqa: N818 - an answer
    """It said no; asking again in the same way is of no use."""


class Unsure(Exception):  # noqa: N818 - an answer
    """Cut off after the request was sent: it may have been taken."""


class NotGenuine(Exception):  # noqa: N818 - an answer
    """A webhook that its tracker did not sign, or not for us."""


class Tracker(ABC):
    """One project of one tracker. Answers come as Issue; Away, Refused and Unsure say why none came."""

    default_base = ""
    readable: tuple[int, ...] = (404, 410)
    """Answers that are no success and say something all the same."""

    def __init__(self, connection: TrackerConnection) -> None:
        self.connection = connection
        self.base = connection.base_url.rstrip("/")
        self.project = connection.project.strip("/ ")

    @abstractmethod
    def check(self) -> None:
        """Reach the project with the token."""

    @abstractmethod
    def create(self, words: Words) -> Issue:
        """A new issue."""

    @abstractmethod
    def read(self, remote_id: str) -> Issue:
        """How an issue stands; its state is *gone* when it is no longer there."""

    @abstractmethod
    def id_in(self, url: str) -> str:
        """The number of the issue an address leads to; "" when it is not one of this project."""

    @abstractmethod
    def heard(self, headers: Mapping[str, str], body: bytes, data: Any) -> frozenset[str]:
        """The issues a webhook speaks of, as their ids. Raises NotGenuine unless the tracker signed it.

        Only that something changed is believed; what it is now is read with the token.
        """

    @abstractmethod
    def _headers(self) -> dict[str, str]:
        """What says who asks."""

    def ask(self, method: str, path: str, json: Any = None, *, writes: bool | None = None) -> Answer:
        """One request; 2xx and `readable` come back, everything else is raised."""
        writes = method != "GET" if writes is None else writes
        try:
            answer = fetch(method, f"{self.base}{path}", headers=self._headers(), json=json)
        except Unreadable as error:
            raise Refused(
                "The token kept here can't be read any more; an administrator enters it again."
            ) from error
        except Unreached as error:
            if error.refused:
                raise Refused(str(error)) from error
            if error.arrived and writes:
                raise Unsure("The connection was cut off on the way.") from error
            raise Away(str(error)) from error
        return answer if answer.status in self.readable else _judged(answer, writes)

    def gone(self, remote_id: str, key: str) -> Issue:
        """An issue that is no longer there."""
        return Issue(remote_id, key, "", State.GONE, "")

    @property
    def token(self) -> str:
        """The token, opened; Unreadable when the keys of today don't open it."""
        return self.connection.token.reveal()

    def check_signature(self, given: str, body: bytes) -> None:
        """HMAC-SHA256 of the body under the webhook's secret, as hexadecimal, compared in constant time."""
        wanted = hmac.new(self.hook_secret.encode(), body, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(wanted.encode(), given.strip().lower().encode()):
            raise NotGenuine

    @property
    def hook_secret(self) -> str:
        """The secret webhooks are signed with; NotGenuine when there is none, so that nothing is believed."""
        try:
            secret = self.connection.hook_secret.reveal()
        except Unreadable as error:
            raise NotGenuine from error
        if not secret:
            raise NotGenuine
        return secret


def _judged(answer: Answer, writes: bool) -> Answer:
    status = answer.status
    if 200 <= status < 300 and answer.data is not None:
        return answer
    if status in (429, 503) or _is_out_of_turns(answer):
        raise Away("It asks us to wait before we ask again.", _wait(answer))
    if status >= 500:
        raise Unsure(f"It answered {status}.") if writes else Away(f"It answered {status}.")
    if 200 <= status < 300:
        raise Refused("What answered does not speak the tracker's language; look at the address.")
    if 300 <= status < 400:
        raise Refused("It leads to another address; the issue or the project may have moved.")
    if status in (401, 403):
        raise Refused("It did not accept the token, or the token may not do this.")
    raise Refused(f"It answered {status}.")


def _is_out_of_turns(answer: Answer) -> bool:
    """GitHub says 403 when the hour's requests are used up."""
    return answer.status == 403 and (
        "Retry-After" in answer.headers or answer.headers.get("X-RateLimit-Remaining") == "0"
    )


def _wait(answer: Answer) -> float:
    value = answer.headers.get("Retry-After", "")
    return float(value) if value.isdecimal() else TRY_LATER


def dig(data: Any, *path: str) -> Any:
    """A value deep in JSON from elsewhere; None where the shape is another."""
    for name in path:
        data = data.get(name) if isinstance(data, Mapping) else None
    return data


def text_at(data: Any, *path: str) -> str:
    """The text or number there, as text; "" when there is none."""
    value = dig(data, *path)
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def parts_of(url: str) -> SplitResult | None:
    """An address in parts; None when it can't be read."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    return parts if parts.scheme in ("http", "https") else None
