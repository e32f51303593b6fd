"""Plots, drawn by pygal and left without colours: the page's own style sheet gives them, in both schemes.

What the library adds for use outside a page (a style element, scripts, tooltips) is taken out; the policy of this
site forbids it. Every plot stands beside its numbers as a table, so the picture itself is one image with a name.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping, Sequence
from statistics import median
from xml.etree import ElementTree

import pygal
from django.utils.html import escape
from django.utils.safestring import SafeString

# pygal leaves a finder of the old kind on the path of imports, which others there trip over; its plugins aren't used.
sys.meta_path[:] = [finder for finder in sys.meta_path if hasattr(finder, "find_spec")]

WIDTH = 448
PLAIN: dict[str, object] = {
    "js": [],
    "css": [],
    "width": WIDTH,
    "margin": 4,
    "explicit_size": False,
    "show_legend": False,
    "print_values": True,
    "print_zeroes": False,
    "max_scale": 5,
    "truncate_label": -1,
    "no_data_text": "",
    "style": pygal.style.Style(
        font_family="sans-serif", label_font_size=13, major_label_font_size=13, value_font_size=13
    ),
}
NOT_OURS = ("defs", "title", "desc", "style", "script")
Series = Mapping[str, Sequence[int]]


def _tag(node: ElementTree.Element) -> str:
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else "comment"


def _bare(node: ElementTree.Element) -> None:
    """Take out what is not the drawing: comments, styles, scripts, texts for tooltips."""
    for child in list(node):
        overlay = "tooltip-overlay" in child.attrib.get("class", "")
        if _tag(child) in (*NOT_OURS, "comment") or overlay:
            node.remove(child)
        else:
            _bare(child)
    node.attrib.pop("style", None)
    node.attrib.pop("id", None)


def _drawn(chart, name: str, kind: str) -> SafeString:
    root = chart.render_tree()
    _bare(root)
    root.attrib |= {"class": f"chart {kind}", "role": "img", "aria-label": name, "focusable": "false"}
    # Every text in it came through the tree, which escapes; labels are words of this site and of its teams.
    return SafeString(ElementTree.tostring(root, encoding="unicode"))  # noqa: S308


def bars(name: str, labels: Sequence[str], series: Series, *, kind: str, height: int = 210) -> SafeString:
    """Columns, one on the other where there are several series; `kind` names the colours."""
    chart = pygal.StackedBar(**PLAIN, height=height, spacing=6)
    return _filled(chart, name, labels, series, kind)


def lines(name: str, labels: Sequence[str], series: Series, *, kind: str) -> SafeString:
    """Horizontal bars, the first label on top."""
    chart = pygal.HorizontalStackedBar(**PLAIN, height=44 + 34 * len(labels), spacing=6)
    turned = {title: list(reversed(values)) for title, values in series.items()}
    return _filled(chart, name, list(reversed(labels)), turned, kind)


def _filled(chart, name: str, labels: Sequence[str], series: Series, kind: str) -> SafeString:
    top = max((sum(values) for values in zip(*series.values(), strict=True)), default=0)
    step = max(1, math.ceil(top / 4))
    chart.y_labels = list(range(0, max(top, 1) + step, step))
    chart.x_labels = [escape(label) for label in labels]
    for title, values in series.items():
        chart.add(title, list(values))
    return _drawn(chart, name, kind)


SCALE = ((1, "1 min"), (10, "10 min"), (60, "1 h"), (360, "6 h"), (1440, "1 day"), (10080, "1 week"))


MOST_DOTS = 200


def every(number: int) -> int:
    """Which of so many values in order are drawn, so that the picture stays light and its shape the same."""
    return -(-number // MOST_DOTS)


def dots(name: str, groups: Mapping[str, Sequence[float]], fewest: int) -> SafeString:
    """One dot for each number of minutes, on a scale by powers of ten, and a ring where the middle of enough lies.

    The minutes come in order; of very many only every so manieth is drawn.
    """
    chart = pygal.XY(
        **PLAIN | {"print_values": False}, height=64 + 48 * len(groups), stroke=False, dots_size=4
    )
    rows = list(groups.items())[::-1]
    chart.y_labels = [{"value": number, "label": label} for number, (label, _) in enumerate(rows, start=1)]
    chart.x_labels = [{"value": math.log10(minutes), "label": label} for minutes, label in SCALE]
    chart.range, chart.xrange = (0.4, len(rows) + 0.6), (-0.1, math.log10(SCALE[-1][0] * 2))
    spread = [
        (math.log10(max(minutes, 1)), row + ((nth % 5) - 2) * 0.07)
        for row, (_, values) in enumerate(rows, start=1)
        for nth, minutes in enumerate(values[:: max(every(len(values)), 1)])
    ]
    chart.add("each", spread)
    middles = [
        (math.log10(max(median(values), 1)), row)
        for row, (_, values) in enumerate(rows, start=1)
        if len(values) >= fewest
    ]
    chart.add("middle", middles, dots_size=8)
    return _drawn(chart, name, "dots")
