"""Which trackers there are, and what each asks for when it is connected."""

from __future__ import annotations

from dataclasses import dataclass

from postmortems.models import TrackerConnection

from .base import Tracker
from .github import GitHub
from .gitlab import GitLab
from .jira import Jira
from .linear import Linear

Product = TrackerConnection.Product


@dataclass(frozen=True)
class Told:
    """The words of a product's form: what its project is called, how a token is made, how its webhook is set up."""

    tracker: type[Tracker]
    project: str
    project_hint: str
    token_hint: str
    hook_hint: str
    signs_with_own_secret: bool = False


TOLD: dict[str, Told] = {
    Product.GITHUB: Told(
        GitHub,
        "Repository",
        "owner/name, as in its address.",
        "A fine-grained token for this repository with Issues: read and write.",
        "In the repository under Settings, Webhooks: content type application/json, this address, this secret, and "
        "only the event Issues.",
    ),
    Product.GITLAB: Told(
        GitLab,
        "Project",
        "group/name, as in its address.",
        "A project access token with the scope api and the role Reporter.",
        "In the project under Settings, Webhooks: this address, this secret as secret token, and only Issues events.",
    ),
    Product.JIRA: Told(
        Jira,
        "Project key",
        "The letters before the number: OPS.",
        "On Jira Cloud an API token with the account it belongs to; on Data Center a personal access token without one.",
        "Under System, WebHooks: this address, this secret, and the events issue updated and issue deleted.",
    ),
    Product.LINEAR: Told(
        Linear,
        "Team key",
        "The letters before the number: ENG.",
        "A personal API key with read and write for this team.",
        "Under Settings, API, Webhooks: this address and data change events of Issues. Linear then shows its signing "
        "secret; enter it here under “Secret of its webhook”.",
        signs_with_own_secret=True,
    ),
}


def tracker_of(connection: TrackerConnection) -> Tracker:
    """The tracker behind a connection."""
    return TOLD[connection.product].tracker(connection)
