"""Looking at a page the way different people meet it; what is wrong comes back as sentences."""

from __future__ import annotations

from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT

RULES = {
    "resultTypes": ["violations"],
    # Only for sound and film that begin by themselves, of which there is none.
    "preload": False,
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
}
HEADINGS = "[...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].filter((one) => one.checkVisibility()).map((one) => +one.localName[1])"
CONTROLS = """
() => {
  const all = [...document.querySelectorAll("main :is(a[href], button, input, select, textarea, summary)")];
  // Of a group of radio buttons one takes the focus: the chosen one, else the first.
  const stop = (one) => one.type !== "radio"
    || (document.querySelector(`input[name="${one.name}"]:checked`) || document.querySelector(`input[name="${one.name}"]`)) === one;
  const met = all.filter((one) => one.type !== "hidden" && !one.disabled && one.tabIndex >= 0 && one.checkVisibility() && stop(one));
  met.forEach((one, n) => { one.dataset.met = n; });
  return met.length;
}
"""
FOCUSED = """
() => {
  const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
  const drawn = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
  return { met: one.dataset.met, drawn, seen: box.bottom > 0 && box.top < innerHeight, html: one.outerHTML.slice(0, 120) };
}
"""
STEPS = 8


# What the scheme and the width of the window decide; the rest of a page is the same in both looks.
AGAIN = {
    "resultTypes": ["violations"],
    "preload": False,
    "runOnly": {
        "type": "rule",
        "values": ["color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"],
    },
}


# What axe calls right is never read: only what is wrong comes back from the browser.
RUN = """
async (options) => (await axe.run(document, options)).violations.flatMap(
  (rule) => rule.nodes.map((node) => `${rule.id}: ${JSON.stringify(node.target)} ${node.html.slice(0, 140)}`))
"""


def faults(page, *, again: bool = False) -> list[str]:
    """What axe finds; `again` when the page has only changed its colours and its width since."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return page.evaluate(RUN, AGAIN if again else RULES)


def headings(page) -> list[str]:
    """One h1, and no level left out on the way down."""
    levels = page.evaluate(HEADINGS)
    wrong = [] if levels.count(1) == 1 else [f"{levels.count(1)} headings of the first level"]
    steps = [(before, after) for before, after in zip(levels, levels[1:], strict=False) if after > before + 1]
    return wrong + [f"heading {after} after {before}" for before, after in steps]


def _next(page, last: str | None) -> dict:
    """Where Tab leads: a date has several stops, and what scrolls by itself takes the focus too."""
    for _ in range(8):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUSED)
        if at["met"] not in (None, last):
            break
    return at


def by_keyboard(page) -> list[str]:
    """From the skip link into the text, and on to its first controls in their order, each with a visible focus."""
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    # A page without a frame has nothing to skip.
    if page.locator("header nav").count():
        page.locator(".skip").focus()
        page.keyboard.press("Enter")
        if page.evaluate("document.activeElement.id") != "main":
            return ["the skip link does not lead into the text"]
    number, wrong, last = page.evaluate(CONTROLS), [], None
    for expected in range(min(number, STEPS)):
        at = _next(page, last)
        last = at["met"]
        if last != str(expected):
            return [*wrong, f"Tab leads to {at['html']} instead of control {expected} of {number}"]
        if not at["drawn"]:
            wrong.append(f"focus can't be seen on {at['html']}")
        if not at["seen"]:
            wrong.append(f"focus is outside the window on {at['html']}")
    return wrong


class Listener:
    """What a page says in the console and asks of other hosts."""

    def __init__(self, page, origin: str) -> None:
        self.page, self.own, self.said = page, urlsplit(origin).netloc, []
        # Said once and not with each page: it is half a megabyte.
        page.add_init_script(script=AXE_SCRIPT)
        page.on("console", lambda message: message.type == "error" and self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("request", self._asked)

    def _asked(self, request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https") and parts.netloc != self.own:
            self.said.append(f"asked {request.url}")

    def look_at(self, path: str, *, status: int = 200) -> list[str]:
        """Open an address and look at it in both widths and schemes."""
        page, self.said = self.page, []
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        page.set_viewport_size({"width": 1280, "height": 900})
        answer = page.goto(path)
        wrong = [] if answer.status == status else [f"answered {answer.status}"]
        if not page.evaluate("getComputedStyle(document.body).getPropertyValue('--ink')"):
            wrong.append("came without its styles")
        wrong += [f"light 1280: {one}" for one in faults(page)] + headings(page) + by_keyboard(page)
        wrong += self._sideways(1280)
        page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        page.set_viewport_size({"width": 390, "height": 844})
        wrong += [f"dark 390: {one}" for one in faults(page, again=True)] + self._sideways(390)
        # An answer of 404 is said in the console too; what the security policy stopped is what we look for.
        said = [text for text in self.said if status == 200 or "Failed to load resource" not in text]
        return [f"{path}: {one}" for one in wrong + said]

    def _sideways(self, width: int) -> list[str]:
        by = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        return [f"scrolls sideways by {by} at {width}"] if by > 0 else []
