"""Jira Cloud and Jira Data Center: issues of one project (REST v2, whose texts are plain on both)."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from typing import Any

from .base import Issue, NotGenuine, Refused, State, Tracker, Words, dig, parts_of, text_at

DROPPED = {
    "won't do",
    "won't fix",
    "wont do",
    "duplicate",
    "cannot reproduce",
    "declined",
    "not a bug",
    "incomplete",
}
"""Resolutions that close an issue without its being done, as Jira names them when nobody renamed them."""
LONGEST_TITLE = 255


class Jira(Tracker):
    """`project` is the key, OPS. With an account the token is a Cloud one (basic), without a Data Center one (bearer)."""

    def _headers(self) -> dict[str, str]:
        if not self.connection.account:
            return {"Authorization": f"Bearer {self.token}", "Accept": "application/json"}
        both = base64.b64encode(f"{self.connection.account}:{self.token}".encode()).decode()
        return {"Authorization": f"Basic {both}", "Accept": "application/json"}

    def check(self) -> None:
        """Read the project."""
        if self.ask("GET", f"/rest/api/2/project/{self.project}").status != 200:
            raise Refused("There is no such project for this token.")

    def create(self, words: Words) -> Issue:
        """A new issue; its state is read afterwards, which the answer does not tell."""
        fields = {
            "project": {"key": self.project},
            "issuetype": {"name": self.connection.issue_type or "Task"},
            "summary": words.title.replace("\n", " ")[:LONGEST_TITLE],
            "description": words.body,
        }
        answer = self.ask("POST", "/rest/api/2/issue", {"fields": fields})
        key = text_at(answer.data, "key")
        if answer.status != 201 or not key:
            raise Refused("There is no such project for this token.")
        return Issue(key, key, f"{self.base}/browse/{key}", State.OPEN, "")

    def read(self, remote_id: str) -> Issue:
        """One issue: the category of its status, and the resolution."""
        answer = self.ask("GET", f"/rest/api/2/issue/{remote_id}?fields=status,resolution")
        if answer.status != 200:
            return self.gone(remote_id, remote_id)
        key, fields = text_at(answer.data, "key"), dig(answer.data, "fields")
        if not key:
            raise Refused("What answered does not speak the tracker's language; look at the address.")
        resolution = text_at(fields, "resolution", "name")
        state = State.OPEN
        if text_at(fields, "status", "statusCategory", "key") == "done":
            state = State.DROPPED if resolution.lower().replace("’", "'") in DROPPED else State.DONE
        said = text_at(fields, "status", "name")
        return Issue(remote_id, key, f"{self.base}/browse/{key}", state, said)

    def id_in(self, url: str) -> str:
        """https://example.atlassian.net/browse/OPS-7"""
        parts, own = parts_of(url), parts_of(self.base)
        if parts is None or own is None or parts.hostname != own.hostname:
            return ""
        found = re.search(r"(?:^|[/=])([A-Z][A-Z0-9_]*)-(\d{1,12})(?=$|[/&])", f"{parts.path}&{parts.query}")
        return f"{found[1]}-{found[2]}" if found and found[1] == self.project.upper() else ""

    def heard(self, headers: Mapping[str, str], body: bytes, data: Any) -> frozenset[str]:
        """X-Hub-Signature: sha256=…, as Jira signs webhooks of its administration that have a secret."""
        kind, _, digest = headers.get("X-Hub-Signature", "").partition("=")
        if kind != "sha256":
            raise NotGenuine
        self.check_signature(digest, body)
        key = text_at(data, "issue", "key")
        return frozenset([key]) if key.startswith(f"{self.project.upper()}-") else frozenset()
