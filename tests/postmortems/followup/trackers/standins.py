"""Stand-ins for the four trackers: the documented shapes of their interfaces, over what one test put into them.

GitHub REST 2022-11-28 (issues), GitLab REST v4 (issues), Jira REST v2 (issue, project), Linear GraphQL.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from tests.listening import Asked

TOKEN = "token-of-the-tracker"


@dataclass
class Issue:
    """One issue as a stand-in keeps it."""

    title: str
    body: str
    state: str = ""
    reason: str | None = None


@dataclass
class StandIn:
    """What all four have: issues by number, and answers a test puts in their place."""

    issues: dict[int, Issue] = field(default_factory=dict)
    instead: tuple[int, dict, Any] | None = None
    base: str = ""

    def __call__(self, asked: Asked) -> tuple[int, dict, Any]:
        if not self.knows(asked):
            return self.refusal
        return self.instead or self.answer(asked)

    def add(self, title: str, body: str, state: str) -> int:
        number = len(self.issues) + 1
        self.issues[number] = Issue(title, body, state)
        return number


class GitHub(StandIn):
    product, project = "github", "example/payments"
    refusal = (401, {}, {"message": "Bad credentials", "documentation_url": "https://docs.github.com/rest"})
    done, dropped, opened = ("closed", "completed"), ("closed", "not_planned"), ("open", None)

    def knows(self, asked):
        return asked.headers["Authorization"] == f"Bearer {TOKEN}"

    def shown(self, number):
        issue = self.issues[number]
        return {
            "id": 1000 + number,
            "node_id": "I_x",
            "number": number,
            "html_url": f"https://github.com/example/payments/issues/{number}",
            "url": f"{self.base}/repos/example/payments/issues/{number}",
            "title": issue.title,
            "body": issue.body,
            "state": issue.state,
            "state_reason": issue.reason,
            "locked": False,
            "assignees": [],
        }

    def answer(self, asked):
        if asked.path == "/repos/example/payments":
            return 200, {}, {"full_name": "example/payments", "has_issues": True, "private": True}
        if asked.path == "/repos/example/payments/issues" and asked.method == "POST":
            return 201, {}, self.shown(self.add(asked.json["title"], asked.json["body"], "open"))
        found = re.fullmatch(r"/repos/example/payments/issues/(\d+)", asked.path)
        if found and int(found[1]) in self.issues:
            return 200, {}, self.shown(int(found[1]))
        return 404, {}, {"message": "Not Found", "status": "404"}


class GitLab(StandIn):
    product, project = "gitlab", "example/payments"
    refusal = (401, {}, {"message": "401 Unauthorized"})
    done, dropped, opened = ("closed", None), None, ("opened", None)

    def knows(self, asked):
        return asked.headers["PRIVATE-TOKEN"] == TOKEN

    def shown(self, number):
        issue = self.issues[number]
        return {
            "id": 5000 + number,
            "iid": number,
            "project_id": 7,
            "title": issue.title,
            "description": issue.body,
            "state": issue.state,
            "web_url": f"{self.base}/example/payments/-/issues/{number}",
            "labels": [],
            "type": "ISSUE",
        }

    def answer(self, asked):
        prefix = "/api/v4/projects/example%2Fpayments"
        if asked.path == prefix:
            return 200, {}, {"id": 7, "path_with_namespace": "example/payments"}
        if asked.path == f"{prefix}/issues" and asked.method == "POST":
            return 201, {}, self.shown(self.add(asked.json["title"], asked.json["description"], "opened"))
        found = re.fullmatch(rf"{re.escape(prefix)}/issues/(\d+)", asked.path)
        if found and int(found[1]) in self.issues:
            return 200, {}, self.shown(int(found[1]))
        return 404, {}, {"message": f"404 {unquote(asked.path)} Not Found"}


class Jira(StandIn):
    product, project = "jira", "OPS"
    refusal = (
        401,
        {},
        {"message": "Client must be authenticated to access this resource.", "status-code": 401},
    )
    done, dropped, opened = ("Done", "Done"), ("Done", "Won't Do"), ("To Do", None)
    categories = {"Done": "done", "To Do": "new", "In Progress": "indeterminate"}  # noqa: RUF012

    def knows(self, asked):
        both = base64.b64encode(f"ops@example.test:{TOKEN}".encode()).decode()
        return asked.headers["Authorization"] == f"Basic {both}"

    def answer(self, asked):
        if asked.path == "/rest/api/2/project/OPS":
            return 200, {}, {"key": "OPS", "id": "10000"}
        if asked.path == "/rest/api/2/issue" and asked.method == "POST":
            fields = asked.json["fields"]
            if fields["project"] != {"key": "OPS"} or fields["issuetype"] != {"name": "Task"}:
                return 400, {}, {"errorMessages": [], "errors": {"issuetype": "Specify a valid issue type"}}
            number = self.add(fields["summary"], fields["description"], "To Do")
            return 201, {}, {"id": f"{10000 + number}", "key": f"OPS-{number}", "self": f"{self.base}/rest/x"}
        found = re.fullmatch(r"/rest/api/2/issue/OPS-(\d+)\?fields=status,resolution", asked.path)
        if not found or int(found[1]) not in self.issues:
            return (
                404,
                {},
                {"errorMessages": ["Issue does not exist or you do not have permission to see it."]},
            )
        issue = self.issues[int(found[1])]
        status = {"name": issue.state, "statusCategory": {"key": self.categories[issue.state], "id": 3}}
        resolution = {"name": issue.reason} if issue.reason else None
        return 200, {}, {"key": f"OPS-{found[1]}", "fields": {"status": status, "resolution": resolution}}


class Linear(StandIn):
    product, project = "linear", "ENG"
    refusal = (401, {}, {"errors": [{"message": "x", "extensions": {"code": "AUTHENTICATION_ERROR"}}]})
    done, dropped, opened = ("completed", None), ("canceled", None), ("backlog", None)

    def knows(self, asked):
        return asked.path == "/graphql" and asked.headers["Authorization"] == TOKEN

    def shown(self, number):
        kind = self.issues[number].state
        return {
            "identifier": f"ENG-{number}",
            "url": f"https://linear.app/example/issue/ENG-{number}/words",
            "state": {"name": kind.title(), "type": kind},
        }

    def answer(self, asked):
        text, given = asked.json["query"], asked.json["variables"]
        if "teams(filter" in text:
            nodes = [{"id": "uuid-of-eng"}] if given["key"] == "ENG" else []
            return 200, {}, {"data": {"teams": {"nodes": nodes}}}
        if "issueCreate" in text:
            assert given["input"]["teamId"] == "uuid-of-eng"
            number = self.add(given["input"]["title"], given["input"]["description"], "backlog")
            return 200, {}, {"data": {"issueCreate": {"success": True, "issue": self.shown(number)}}}
        number = int(given["id"].removeprefix("ENG-"))
        if number not in self.issues:
            problem = {"message": "Entity not found: Issue", "extensions": {"code": "INPUT_ERROR"}}
            return 200, {}, {"data": None, "errors": [problem]}
        return 200, {}, {"data": {"issue": self.shown(number)}}


ALL = (GitHub, GitLab, Jira, Linear)
