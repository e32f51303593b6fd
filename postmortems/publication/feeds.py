"""Atom and JSON Feed, from frozen content alone. No internal identifier stands in either."""

from __future__ import annotations

import json
import re
import textwrap
from xml.etree import ElementTree as Xml

from django.conf import settings
from django.utils.html import escape

from core.richtext import render

ATOM = "http://www.w3.org/2005/Atom"
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
TITLE = "Incident summaries"
# Characters that XML 1.0 can't hold; a feed with one is no feed.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def shortened(text: str, most: int) -> str:
    """At most so many characters of a text on one line, cut after a word; "…" says that it goes on."""
    return textwrap.shorten(text, most, placeholder="…", break_on_hyphens=False)


def _html(content: dict) -> str:
    blocks: list[str] = [render(content["lede"])]
    for part in content["parts"]:
        blocks += [f"<h2>{escape(part['title'])}</h2>", render(part["body"])]
    return "".join(blocks)


def _updated(row: dict):
    return row["corrected"] or row["published"]


def atom(rows: list[dict]) -> bytes:
    """RFC 4287. The identifier of an entry is its address, which never changes."""
    Xml.register_namespace("", ATOM)
    base = settings.PUBLIC_URL
    feed = Xml.Element(f"{{{ATOM}}}feed")

    def add(parent, name: str, text: str = "", **attributes: str):
        element = Xml.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
        element.text = _CONTROL.sub("", text) or None
        return element

    add(feed, "title", TITLE)
    add(feed, "id", f"{base}/public/")
    add(feed, "link", rel="self", href=f"{base}/public/feed.atom", type="application/atom+xml")
    add(feed, "link", rel="alternate", href=f"{base}/public/", type="text/html")
    newest = max((_updated(row) for row in rows), default=None)
    add(feed, "updated", newest.isoformat() if newest else "2000-01-01T00:00:00+00:00")
    add(add(feed, "author"), "name", TITLE)
    for row in rows:
        entry = add(feed, "entry")
        add(entry, "title", row["content"]["title"])
        add(entry, "id", base + row["path"])
        add(entry, "link", rel="alternate", href=base + row["path"], type="text/html")
        add(entry, "published", row["published"].isoformat())
        add(entry, "updated", _updated(row).isoformat())
        add(entry, "summary", shortened(row["content"]["lede"], 500))
        add(entry, "content", _html(row["content"]), type="html")
    return Xml.tostring(feed, encoding="utf-8", xml_declaration=True)


def json_feed(rows: list[dict]) -> bytes:
    """JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""
    base = settings.PUBLIC_URL
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": TITLE,
        "home_page_url": f"{base}/public/",
        "feed_url": f"{base}/public/feed.json",
        "language": "en",
        "items": [
            {
                "id": base + row["path"],
                "url": base + row["path"],
                "title": row["content"]["title"],
                "summary": shortened(row["content"]["lede"], 500),
                "content_html": _html(row["content"]),
                "date_published": row["published"].isoformat(),
                "date_modified": _updated(row).isoformat(),
                "tags": row["content"]["services"],
            }
            for row in rows
        ],
    }
    return json.dumps(feed, ensure_ascii=False, indent=1).encode()


def sitemap(rows: list[dict]) -> bytes:
    """The addresses search engines may read."""
    Xml.register_namespace("", SITEMAP)
    root = Xml.Element(f"{{{SITEMAP}}}urlset")
    for path, changed in [("/public/", None), *((row["path"], _updated(row)) for row in rows)]:
        url = Xml.SubElement(root, f"{{{SITEMAP}}}url")
        Xml.SubElement(url, f"{{{SITEMAP}}}loc").text = settings.PUBLIC_URL + path
        if changed:
            Xml.SubElement(url, f"{{{SITEMAP}}}lastmod").text = changed.isoformat()
    return Xml.tostring(root, encoding="utf-8", xml_declaration=True)
