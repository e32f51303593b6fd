"""One request to a program elsewhere that speaks JSON, behind the guard of `core.outbound`."""

from __future__ import annotations

import json as jsonlib
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import requests
from requests.utils import get_environ_proxies
from urllib3.exceptions import NewConnectionError

from . import outbound

CONNECT, READ, WHOLE = 5.0, 10.0, 30.0
"""Seconds to connect, between two pieces, and for everything."""
LARGEST = 2 * 1024 * 1024


@dataclass(frozen=True)
class Answer:
    """What came back: `data` is the JSON, None when it was something else."""

    status: int
    data: Any
    headers: Mapping[str, str]


class Unreached(Exception):  # noqa: N818 - an answer
    """No answer came. `arrived` says that the request may have been taken all the same; `refused` that the guard said no.

    Its words hold nothing that was sent.
    """

    def __init__(self, reason: str, *, arrived: bool = False, refused: bool = False) -> None:
        super().__init__(reason)
        self.arrived, self.refused = arrived, refused


def fetch(method: str, url: str, *, headers: Mapping[str, str], json: Any = None) -> Answer:
    """One request, without following redirects: they would carry the token to another house. Raises Unreached."""
    if complaint := outbound.complaint_about(url):
        raise Unreached(complaint, refused=True)
    with outbound.guarded() as guard, requests.Session() as session:
        session.trust_env = False  # a .netrc would put its password in the place of the token
        session.proxies.update(get_environ_proxies(url))
        try:
            return _exchange(session, method, url, dict(headers), json)
        except requests.RequestException as error:
            if guard.refused:
                raise Unreached(guard.refused, refused=True) from error
            arrived = not _before_sending(error)
            raise Unreached("It could not be reached, or did not answer in time.", arrived=arrived) from error


def _exchange(session: requests.Session, method: str, url: str, headers: dict[str, str], json: Any) -> Answer:
    until = time.monotonic() + WHOLE
    with session.request(
        method,
        url,
        headers=headers,
        json=json,
        timeout=(CONNECT, READ),
        allow_redirects=False,
        stream=True,
        verify=os.environ.get("REQUESTS_CA_BUNDLE") or True,
    ) as answer:
        body = b""
        for piece in answer.iter_content(64 * 1024):
            body += piece
            if len(body) > LARGEST or time.monotonic() > until:
                raise requests.exceptions.ReadTimeout("too much, or too slow")
        return Answer(answer.status_code, _read(body), answer.headers)


def _read(body: bytes) -> Any:
    try:
        return jsonlib.loads(body)
    except ValueError:
        return None


def _before_sending(error: requests.RequestException) -> bool:
    """Whether it failed before a byte of the request was sent."""
    if isinstance(error, requests.exceptions.ConnectTimeout | requests.exceptions.SSLError):
        return True
    cause = error.args[0] if error.args else None
    return isinstance(getattr(cause, "reason", None), NewConnectionError)
