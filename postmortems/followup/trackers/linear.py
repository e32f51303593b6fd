"""Linear: issues of one team (GraphQL)."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from typing import Any

from .base import Away, Issue, NotGenuine, Refused, State, Tracker, Words, dig, parts_of, text_at

FRESH = 300
"""Seconds a webhook is believed after it was sent, by the time it was signed with."""
TEAM = "query($key: String!) { teams(filter: {key: {eq: $key}}) { nodes { id } } }"
READ = "query($id: String!) { issue(id: $id) { identifier url state { name type } } }"
CREATE = """mutation($input: IssueCreateInput!) {
  issueCreate(input: $input) { success issue { identifier url state { name type } } } }"""
STATES = {"completed": State.DONE, "canceled": State.DROPPED, "duplicate": State.DROPPED}


class Linear(Tracker):
    """`project` is the team's key, ENG."""

    default_base = "https://api.linear.app"
    readable = (400, 404, 410)

    def _headers(self) -> dict[str, str]:
        return {"Authorization": self.token}

    def _query(self, text: str, *, writes: bool = False, **variables: Any) -> Any:
        """The data of an answer; empty when what was asked for is not there."""
        # Reading is a POST too; cut off, it can be asked again all the same.
        answer = self.ask("POST", "/graphql", {"query": text, "variables": variables}, writes=writes)
        problems = dig(answer.data, "errors")
        if not problems:
            return self._data(answer.data)
        first = problems[0] if isinstance(problems, list) else {}
        code = text_at(first, "extensions", "code") or text_at(first, "extensions", "type")
        if code.upper() == "RATELIMITED":
            raise Away("It asks us to wait before we ask again.")
        if "not found" in text_at(first, "message").lower():
            return {}
        if "auth" in code.lower():
            raise Refused("It did not accept the token, or the token may not do this.")
        raise Refused("It did not understand what was asked.")

    @staticmethod
    def _data(answer: Any) -> Any:
        data = dig(answer, "data")
        if not isinstance(data, Mapping):
            raise Refused("What answered does not speak the tracker's language; look at the address.")
        return data

    def _team(self) -> str:
        nodes = dig(self._query(TEAM, key=self.project.upper()), "teams", "nodes")
        found = text_at(nodes[0], "id") if isinstance(nodes, list) and nodes else ""
        if not found:
            raise Refused("There is no such team for this token.")
        return found

    def check(self) -> None:
        """Find the team."""
        self._team()

    def create(self, words: Words) -> Issue:
        """A new issue in the team."""
        given = {"teamId": self._team(), "title": words.title, "description": words.body}
        data = self._query(CREATE, writes=True, input=given)
        return self._issue(dig(data, "issueCreate", "issue"))

    def read(self, remote_id: str) -> Issue:
        """One issue; what was deleted is not found."""
        found = dig(self._query(READ, id=remote_id), "issue")
        return self._issue(found, remote_id) if found else self.gone(remote_id, remote_id)

    def _issue(self, data: Any, remote_id: str = "") -> Issue:
        key = text_at(data, "identifier")
        if not key:
            raise Refused("What answered does not speak the tracker's language; look at the address.")
        state = STATES.get(text_at(data, "state", "type"), State.OPEN)
        return Issue(remote_id or key, key, text_at(data, "url"), state, text_at(data, "state", "name"))

    def id_in(self, url: str) -> str:
        """https://linear.app/house/issue/ENG-12/words-of-the-title"""
        parts = parts_of(url)
        if parts is None or parts.hostname != "linear.app":
            return ""
        found = re.match(r"/[^/]+/issue/([A-Za-z0-9]+)-(\d{1,12})(?:/|$)", parts.path)
        return f"{found[1].upper()}-{found[2]}" if found and found[1].upper() == self.project.upper() else ""

    def heard(self, headers: Mapping[str, str], body: bytes, data: Any) -> frozenset[str]:
        """Linear-Signature, and the moment of sending inside what is signed."""
        self.check_signature(headers.get("Linear-Signature", ""), body)
        sent = dig(data, "webhookTimestamp")
        if not isinstance(sent, int | float) or abs(time.time() - sent / 1000) > FRESH:
            raise NotGenuine
        key = text_at(data, "data", "identifier")
        is_ours = text_at(data, "type") == "Issue" and key.startswith(f"{self.project.upper()}-")
        return frozenset([key]) if is_ours else frozenset()
