"""From the last key to the underline, in a real browser beside the test server: `python -m pytest tests/load/underline.py -s`."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import (  # noqa: F401
    _styles_are_kept,
    _styles_under_their_plain_names,
    browser_type_launch_args,
)
from tests.browser.test_coach import BLAMING, FIELD, open_for, scene  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TIMES = 12
PAUSE = 180
"""Milliseconds without a key after which the coach is asked."""


def test_the_time_from_a_pause_to_the_underline(scene, open_for):  # noqa: F811
    page = open_for(scene.mate, scene.path)
    page.evaluate(
        """() => {
          window.took = [];
          const field = document.querySelector("textarea[name=body]");
          field.addEventListener("input", () => { window.typed = performance.now(); });
          new MutationObserver(() => { if (window.typed && document.querySelector(".coach-hit")) { window.took.push(performance.now() - window.typed); window.typed = 0; } })
            .observe(document.querySelector(".coach-text"), { childList: true });
        }"""
    )
    for _ in range(TIMES):
        page.fill(FIELD, "")
        page.wait_for_timeout(250)
        page.fill(FIELD, BLAMING)
        expect(page.locator(".coach-hit")).to_have_count(1)
    took = sorted(page.evaluate("window.took"))
    median = took[len(took) // 2]
    print(
        f"\ncoach, from the last key to the underline: median {median:.0f} ms, slowest {took[-1]:.0f} ms of {len(took)}, "
        f"{median / PAUSE:.2f} times the pause of {PAUSE} ms"
    )
