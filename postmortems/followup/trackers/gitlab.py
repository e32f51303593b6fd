"""GitLab, gitlab.com or in the house: issues of one project (REST v4)."""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from .base import Issue, NotGenuine, Refused, State, Tracker, Words, parts_of, text_at


class GitLab(Tracker):
    """`project` is the path, group/name."""

    default_base = "https://gitlab.com"

    def _headers(self) -> dict[str, str]:
        return {"PRIVATE-TOKEN": self.token}

    @property
    def _path(self) -> str:
        return f"/api/v4/projects/{quote(self.project, safe='')}"

    def check(self) -> None:
        """Read the project."""
        if self.ask("GET", self._path).status != 200:
            raise Refused("There is no such project for this token.")

    def create(self, words: Words) -> Issue:
        """A new issue."""
        answer = self.ask("POST", f"{self._path}/issues", {"title": words.title, "description": words.body})
        if answer.status != 201:
            raise Refused("There is no such project for this token.")
        return self._issue(answer.data)

    def read(self, remote_id: str) -> Issue:
        """One issue, by the number its project gave it."""
        answer = self.ask("GET", f"{self._path}/issues/{remote_id}")
        return self._issue(answer.data) if answer.status == 200 else self.gone(remote_id, f"#{remote_id}")

    def _issue(self, data: Any) -> Issue:
        number, said = text_at(data, "iid"), text_at(data, "state")
        if not number:
            raise Refused("What answered does not speak the tracker's language; look at the address.")
        state = State.DONE if said == "closed" else State.OPEN
        return Issue(number, f"#{number}", text_at(data, "web_url"), state, said)

    def id_in(self, url: str) -> str:
        """https://gitlab.com/group/name/-/issues/12, or …/-/work_items/12"""
        parts, own = parts_of(url), parts_of(self.base)
        if parts is None or own is None or parts.hostname != own.hostname:
            return ""
        path = parts.path.removeprefix(own.path.rstrip("/"))
        found = re.fullmatch(r"/(.+?)/(?:-/)?(?:issues|work_items)/(\d{1,12})/?", path)
        return found[2] if found and found[1].lower() == self.project.lower() else ""

    def heard(self, headers: Mapping[str, str], body: bytes, data: Any) -> frozenset[str]:
        """X-Gitlab-Token is the secret itself; "Issue Hook" speaks of one issue."""
        if not hmac.compare_digest(self.hook_secret.encode(), headers.get("X-Gitlab-Token", "").encode()):
            raise NotGenuine
        path = text_at(data, "project", "path_with_namespace")
        if text_at(data, "object_kind") not in ("issue", "work_item") or path.lower() != self.project.lower():
            return frozenset()
        return frozenset(filter(None, [text_at(data, "object_attributes", "iid")]))
