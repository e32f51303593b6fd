"""`make shots`: pictures of every page with the demo content, at 1280 and 390 px, light and dark, into var/shots/.

A site of its own is started in a folder that is thrown away. A new page is one line in PAGES.
"""

from __future__ import annotations

import importlib
import itertools
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import django
from django.apps import apps
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from playwright.sync_api import Browser, BrowserContext, Error, sync_playwright

from tests import services

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "var" / "shots"
SIZES = {"1280": (1280, 900), "390": (390, 844)}
SCHEMES = ("light", "dark")
ARGS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]


def found(model: str, **conditions) -> Any:
    """The first row of the demo content that fits; None without one."""
    return apps.get_model(model).objects.filter(**conditions).order_by("pk").first()


def email_of(who: str) -> str:
    """Some of the demo people are those of the contract, the others their colleagues; all have one password."""
    return importlib.import_module("postmortems.demo.people").PEOPLE[who][0]


def postmortem(**conditions) -> Callable[[], dict]:
    """The number of a demo postmortem."""
    return lambda: {"pk": found("postmortems.Postmortem", **conditions).pk}


def of(model: str, **names: str) -> Callable[[], dict]:
    """Arguments from one row: of("postmortems.Factor", pk="postmortem_id", factor="pk")."""

    def read() -> dict:
        row = found(model)
        return {argument: getattr(row, attribute) for argument, attribute in names.items()}

    return read


@dataclass(frozen=True)
class Page:
    """A name for the file, the address by its name, who looks, and what the address needs."""

    name: str
    url: str
    who: str = "engineer"
    args: Callable[[], dict] = field(default=dict)

    def address(self) -> str | None:
        """None when the site has no such page, or no content for it."""
        if self.url.startswith("/"):
            return self.url
        try:
            return reverse(self.url, kwargs=self.args())
        except (NoReverseMatch, AttributeError):
            return None


ANY = postmortem()
PAGES = [
    Page("sign-in", "account_login", who=""),
    Page("password-reset", "account_reset_password", who=""),
    Page("home", "workspace:home"),
    Page("home-manager", "workspace:home", who="manager"),
    Page("postmortems", "workspace:list"),
    Page("search", "/search/?q=database"),
    Page("new", "authoring:new"),
    Page("import", "workspace:import"),
    Page("discarded", "authoring:discarded"),
    Page("workspace", "workspace:detail", args=ANY),
    Page("workspace-draft", "workspace:detail", args=postmortem(status="draft")),
    Page("workspace-in-review", "workspace:detail", who="manager", args=postmortem(status="in_review")),
    Page("section", "authoring:section", args=of("postmortems.Section", pk="postmortem_id", key="key")),
    Page(
        "section-history",
        "authoring:section_history",
        args=of("postmortems.Section", pk="postmortem_id", key="key"),
    ),
    Page("facts", "authoring:facts", args=ANY),
    Page("guide", "workspace:guide", args=postmortem(status="draft")),
    Page(
        "guide-review",
        "workspace:guide_step",
        args=lambda: {**postmortem(status="draft")(), "step": "review"},
    ),
    Page("kind-facts", "authoring:kind", args=postmortem(kind="data_loss")),
    Page("history", "authoring:whole_history", args=ANY),
    Page("facts-history", "authoring:facts_history", args=ANY),
    Page("keeping", "workspace:keeping", args=ANY),
    Page("its-template", "authoring:upgrade", args=ANY),
    Page("templates", "authoring:templates", who="admin"),
    Page("template", "authoring:template", args=lambda: {"template": found("postmortems.Template").pk}),
    Page("template-new", "authoring:template_new", who="admin"),
    Page("timeline", "authoring:timeline", args=ANY),
    Page("event", "authoring:event", args=of("postmortems.TimelineEvent", pk="postmortem_id", event="pk")),
    Page("paste", "authoring:paste", args=ANY),
    Page("bring", "authoring:bring", args=ANY),
    Page("conditions", "analysis:conditions", args=ANY),
    Page("meeting", "reviewing:meeting", args=ANY),
    Page("suggest", "reviewing:suggest", args=lambda: ANY() | {"key": "summary"}),
    Page("roster", "authoring:roster", args=ANY),
    Page("access", "authoring:access", args=ANY),
    Page("factor-new", "analysis:new", args=ANY),
    Page("factor", "analysis:change", args=of("postmortems.Factor", pk="postmortem_id", factor="pk")),
    Page("actions", "followup:index"),
    Page("actions-manager", "followup:index", who="manager"),
    Page("actions-board", "followup:board", who="manager"),
    Page("actions-calendar", "followup:calendar", who="manager"),
    Page("actions-views", "followup:views", who="manager"),
    Page("calendars", "followup:feeds", who="manager"),
    Page("patterns", "insights:index", who="manager"),
    Page("follow-through", "insights:follow", who="manager"),
    Page("follow-through-team", "insights:follow_team", who="manager", args=lambda: {"slug": "storage"}),
    Page("action", "followup:detail", args=of("postmortems.Action", action="pk")),
    Page("action-new", "followup:new", args=ANY),
    Page("action-later", "followup:snooze", args=of("postmortems.Action", action="pk")),
    Page("factors-before", "followup:before", args=ANY),
    Page("policies", "followup:policies", who="manager"),
    Page("policy", "followup:policy", who="manager", args=of("postmortems.FollowUpPolicy", policy="pk")),
    Page("policy-new", "followup:policy_new", who="admin"),
    Page("review", "reviewing:review", args=ANY),
    Page("summary", "publication:summary", who="comms", args=ANY),
    Page("summary-preview", "publication:preview", who="comms", args=ANY),
    Page("summary-beside", "publication:compare", who="comms", args=ANY),
    Page("signers", "publication:signers", who="admin"),
    Page("clocks", "disclosure:clocks", who="security", args=postmortem(kind="exposure")),
    Page("clocks-times", "disclosure:times", who="security", args=postmortem(kind="exposure")),
    Page(
        "clocks-report",
        "disclosure:report",
        who="security",
        args=lambda: postmortem(kind="exposure")() | {"regime": "cra", "duty": "final_incident"},
    ),
    Page("clocks-everywhere", "disclosure:index", who="security"),
    Page("briefs", "publication:briefs", who="comms", args=postmortem(kind="exposure")),
    Page(
        "brief",
        "publication:brief",
        who="comms",
        args=lambda: postmortem(kind="exposure")() | {"audience": "executive"},
    ),
    Page(
        "brief-text",
        "publication:brief_edit",
        who="comms",
        args=lambda: postmortem(kind="exposure")() | {"audience": "executive"},
    ),
    Page("similar", "analysis:similar", args=ANY),
    Page("subscribers", "publication:subscribers", who="comms"),
    Page("subscribe", "publication:subscribe", who=""),
    Page("subscribe-asked", "publication:subscribe_asked", who=""),
    Page("public", "publication:index", who=""),
    Page(
        "public-page",
        "publication:page",
        who="",
        args=lambda: {
            "path": f"{found('postmortems.PublicSummary', status='published', reader='public').slug}/"
        },
    ),
    Page("inbox", "notify:inbox"),
    Page("profile", "accounts:profile"),
    Page("people", "accounts:people", who="admin"),
    Page("teams", "accounts:teams", who="admin"),
    Page("deliveries", "notify:deliveries", who="admin"),
    Page("channels", "notify:channels", who="admin"),
    Page("channel-new", "notify:new_channel", who="admin"),
    Page("channel", "notify:channel", who="admin", args=of("notify.Channel", channel="pk")),
    Page("trackers", "followup:trackers", who="admin"),
    Page("tracker-new", "followup:new_tracker", who="admin", args=lambda: {"product": "jira"}),
    Page("tracker", "followup:tracker", who="admin", args=of("postmortems.TrackerConnection", tracker="pk")),
    Page("action-in-a-tracker", "followup:detail", args=of("postmortems.TrackerLink", action="action_id")),
    Page("tracker-link", "followup:tracker_link", args=of("postmortems.TrackerLink", action="action_id")),
    Page("second-step", "mfa_index"),
    Page("outsider", "workspace:list", who="outsider"),
    Page("components", "ops:components", who=""),
    Page("404", "/nothing-here/", who=""),
]
ERRORS = ("400", "403", "403_csrf", "500", "503_redis")


def start(var: str) -> tuple[subprocess.Popen, str]:
    """A demo site; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    os.environ.update(VAR_DIR=var, PORT=str(port), DEBUG="1")
    for name in ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "PUBLIC_URL", "DEBRIEF_TESTING"):
        os.environ.pop(name, None)
    log = Path(var) / "up.log"
    running = subprocess.Popen(
        [sys.executable, "manage.py", "up"], cwd=ROOT, stdout=log.open("wb"), stderr=subprocess.STDOUT
    )
    end = time.monotonic() + 120
    while "Started in" not in log.read_text(errors="replace"):
        if running.poll() is not None or time.monotonic() > end:
            running.terminate()
            raise SystemExit(f"The site for the pictures did not start:\n{log.read_text(errors='replace')}")
        time.sleep(0.1)
    return running, f"http://localhost:{port}"


def entered(browser: Browser, base: str, who: str) -> dict | None:
    """The cookies of a demo user."""
    if not who:
        return None
    context = browser.new_context(base_url=base)
    page = context.new_page()
    page.goto("/accounts/login/")
    page.fill("[name=login]", email_of(who))
    page.fill("[name=password]", "demo-postmortem")
    page.click("main button[type=submit]")
    page.wait_for_url(lambda url: "/accounts/login" not in url)
    state = context.storage_state()
    context.close()
    return state


def draw(context: BrowserContext, name: str, suffix: str, address: str, body: str | None = None) -> None:
    """One picture."""
    page = context.new_page()
    if body is not None:
        page.route(f"**{address}", lambda route: route.fulfill(body=body, content_type="text/html"))
    try:
        answer = page.goto(address)
        page.wait_for_load_state("networkidle")
        page.screenshot(path=OUT / f"{name}-{suffix}.png", full_page=True)
        if answer and answer.status >= 400 and name != str(answer.status):
            sys.stdout.write(f"{name}: {address} answered {answer.status}\n")
    except Error as error:
        sys.stdout.write(f"no picture of {name}: {error.message.splitlines()[0]}\n")
    page.close()


def walk(browser: Browser, base: str) -> int:
    """Every page in every size and scheme; how many pictures."""
    users = {
        who for who in {page.who for page in PAGES} if who and found("accounts.User", email=email_of(who))
    }
    states = {who: entered(browser, base, who) for who in users} | {"": None}
    addresses = {page: page.address() if page.who in states else None for page in PAGES}
    for page in (page for page, address in addresses.items() if address is None):
        sys.stdout.write(f"left out: {page.name} (no such page, or no content for it)\n")
    for who, state in states.items():
        seen = {page.name: address for page, address in addresses.items() if page.who == who and address}
        bodies = {} if who else {name: render_to_string(f"{name}.html") for name in ERRORS}
        walk_as(browser, base, state, seen, bodies)
    return len(list(OUT.glob("*.png")))


def walk_as(browser: Browser, base: str, state: Any, seen: dict[str, str], bodies: dict[str, str]) -> None:
    """The pages that one person sees."""
    for (size, (width, height)), scheme in itertools.product(SIZES.items(), SCHEMES):
        context = browser.new_context(
            base_url=base,
            storage_state=state,
            color_scheme=scheme,
            viewport={"width": width, "height": height},
        )
        for name, address in seen.items():
            draw(context, name, f"{size}-{scheme}", address)
        for name, body in bodies.items():
            draw(context, name, f"{size}-{scheme}", f"/shots-{name}", body)
        context.close()


def main() -> int:
    """Pictures of everything."""
    program = services.browser_program()
    if not program:
        sys.stderr.write("There is no browser; apt-get install chromium.\n")
        return 2
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    with tempfile.TemporaryDirectory(prefix="debrief-shots-") as var:
        site, base = start(var)
        try:
            os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")
            os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
            django.setup()
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=program, args=ARGS)
                number = walk(browser, base)
                browser.close()
        finally:
            site.terminate()
            site.wait(20)
    sys.stdout.write(f"{number} pictures in {OUT.relative_to(ROOT)}/\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
