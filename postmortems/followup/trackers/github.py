"""GitHub and GitHub Enterprise Server: issues of one repository (REST, version 2022-11-28)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from .base import Issue, NotGenuine, Refused, State, Tracker, Words, parts_of, text_at


class GitHub(Tracker):
    """`project` is owner/name."""

    default_base = "https://api.github.com"

    def _headers(self) -> dict[str, str]:
        return {
            "Authorization": f"Bearer {self.token}",
            "Accept": "application/vnd.github+json",
            "X-GitHub-Api-Version": "2022-11-28",
            "User-Agent": "Debrief",
        }

    def check(self) -> None:
        """Read the repository."""
        answer = self.ask("GET", f"/repos/{self.project}")
        if answer.status != 200:
            raise Refused("There is no such repository for this token.")
        if answer.data.get("has_issues") is False:
            raise Refused("The repository has no issues switched on.")

    def create(self, words: Words) -> Issue:
        """A new issue."""
        said = {"title": words.title, "body": words.body}
        answer = self.ask("POST", f"/repos/{self.project}/issues", said)
        if answer.status != 201:
            raise Refused("There is no such repository for this token.")
        return self._issue(answer.data)

    def read(self, remote_id: str) -> Issue:
        """One issue; 410 is a deleted one."""
        answer = self.ask("GET", f"/repos/{self.project}/issues/{remote_id}")
        return self._issue(answer.data) if answer.status == 200 else self.gone(remote_id, f"#{remote_id}")

    def _issue(self, data: Any) -> Issue:
        number, closed = text_at(data, "number"), text_at(data, "state") == "closed"
        reason = text_at(data, "state_reason")
        dropped = closed and reason in ("not_planned", "duplicate")
        state = State.DROPPED if dropped else State.DONE if closed else State.OPEN
        said = f"closed as {reason.replace('_', ' ')}" if closed and reason else text_at(data, "state")
        if not number:
            raise Refused("What answered does not speak the tracker's language; look at the address.")
        return Issue(number, f"#{number}", text_at(data, "html_url"), state, said)

    def id_in(self, url: str) -> str:
        """https://github.com/owner/name/issues/12"""
        parts, own = parts_of(url), parts_of(self.base)
        host = "github.com" if self.base == self.default_base else own.hostname if own else ""
        if parts is None or parts.hostname not in (host, f"www.{host}"):
            return ""
        found = re.fullmatch(r"/([^/]+/[^/]+)/issues/(\d{1,12})/?", parts.path)
        return found[2] if found and found[1].lower() == self.project.lower() else ""

    def heard(self, headers: Mapping[str, str], body: bytes, data: Any) -> frozenset[str]:
        """X-Hub-Signature-256: sha256=…; events "issues" speak of one issue."""
        kind, _, digest = headers.get("X-Hub-Signature-256", "").partition("=")
        if kind != "sha256":
            raise NotGenuine
        self.check_signature(digest, body)
        repository = text_at(data, "repository", "full_name")
        if headers.get("X-GitHub-Event") != "issues" or repository.lower() != self.project.lower():
            return frozenset()
        return frozenset(filter(None, [text_at(data, "issue", "number")]))
