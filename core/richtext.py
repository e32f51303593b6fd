"""Markdown to allow-listed HTML; the one door for every place that shows Markdown.

markdown-it-py parses in bounded time (5,000 opening brackets in 0.1 s, where Python-Markdown takes 5 s), raw HTML is
text, and nh3 lets through only what the tables below name.
"""

from __future__ import annotations

import functools
import re
from typing import cast

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.tasklists import tasklists_plugin

MAX_CHARACTERS = 1_000_000
TAGS = {
    *(
        "p",
        "br",
        "hr",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "pre",
        "code",
        "em",
        "strong",
        "s",
        "del",
        "sup",
    ),
    *("ul", "ol", "li", "a", "img", "table", "thead", "tbody", "tr", "th", "td", "section", "input", "div"),
}
ATTRIBUTES = {
    "a": {"href", "title", "id", "class"},
    "img": {"src", "alt", "title"},
    "ol": {"start", "class"},
    "ul": {"class"},
    "li": {"id", "class"},
    "th": {"class"},
    "td": {"class"},
    "sup": {"class"},
    "section": {"class"},
    "input": {"type", "checked", "disabled", "class"},
    "code": {"class"},
}
CLASSES = {
    "a": {"footnote-backref"},
    "ol": {"footnotes-list"},
    "ul": {"contains-task-list"},
    "li": {"footnote-item", "task-list-item"},
    "sup": {"footnote-ref"},
    "section": {"footnotes"},
    "th": {"start", "center", "end"},
    "td": {"start", "center", "end"},
    "input": {"task-list-item-checkbox"},
}
# The cleaner lets through no other <input> than the boxes of task lists; attributes hold no ">".
BOX = re.compile(r"<input[^>]*>")
BOX_OPEN = '<input type="checkbox" class="task-list-item-checkbox" disabled aria-label="To do">'
BOX_DONE = '<input type="checkbox" class="task-list-item-checkbox" disabled checked aria-label="Done">'
OWN_PICTURES = "/postmortems/"
SCHEMES = {"http", "https", "mailto"}


def _attribute(tag: str, name: str, value: str) -> str | None:
    if tag == "img" and name == "src" and not value.startswith(OWN_PICTURES):
        return None  # only pictures of this site, see _tell_pictures
    if tag == "input" and name == "type" and value != "checkbox":
        return None
    if name == "id" and not value.startswith("fn"):
        return None
    return value


_cleaner = nh3.Cleaner(
    tags=TAGS,
    attributes={tag: names - {"class"} for tag, names in ATTRIBUTES.items()},
    allowed_classes=CLASSES,
    attribute_filter=_attribute,
    url_schemes=SCHEMES,
    link_rel="nofollow noopener noreferrer",
    strip_comments=True,
)


def _shift_headings(tokens) -> None:
    # The page's own title is the h1; a document's headings begin below the section's.
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + 2, 6)}"


def _tell_pictures(tokens, parser: MarkdownIt, env: dict) -> None:
    words = cast(RendererHTML, parser.renderer)
    # Only pictures of this site are shown: an outside one would tell its owner who reads what. The others are words.
    for token in tokens:
        for place, child in enumerate(token.children or ()):
            if child.type == "image" and not str(child.attrs.get("src", "")).startswith(OWN_PICTURES):
                alt = words.renderInlineAsText(child.children or (), parser.options, env).strip()
                told = f"(picture not brought in: {alt})" if alt else "(picture not brought in)"
                token.children[place] = Token("text", "", 0, content=told)


def _speak(html: str) -> str:
    # A box in a task list says its state, and what scrolls sideways can be reached with the keyboard.
    html = html.replace("<pre>", '<pre tabindex="0">')
    html = html.replace("<table>", '<div class="scroll" tabindex="0"><table>').replace(
        "</table>", "</table></div>"
    )
    return BOX.sub(lambda box: BOX_DONE if "checked" in box[0].replace("checkbox", "") else BOX_OPEN, html)


def _align(tokens) -> None:
    # An inline style would be stopped by the security policy; a class says the same.
    for token in tokens:
        style = token.attrs.pop("style", "") if token.type in ("th_open", "td_open") else ""
        if style:
            token.attrs["class"] = {"left": "start", "center": "center", "right": "end"}[
                str(style).split(":")[1]
            ]


@functools.cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "linkify": True, "maxNesting": 20, "breaks": False})
    parser.enable(["table", "strikethrough", "linkify"])
    # Only what says that it is an address: "deploy.sh" and "notes.md" are names of files, and somebody's domains.
    if parser.linkify is not None:
        parser.linkify.set({"fuzzy_link": False})
    return parser.use(footnote_plugin).use(tasklists_plugin)


def render(text: str) -> SafeString:
    """Safe HTML of `text` (Markdown as on GitHub: tables, task lists, footnotes, bare links).

    Text past a million characters is cut, with a line that says so; nothing raises.
    """
    cut = len(text) > MAX_CHARACTERS
    parser = _parser()
    env: dict = {}
    tokens = parser.parse(text[:MAX_CHARACTERS].replace("\x00", "\ufffd"), env)
    _shift_headings(tokens)
    _align(tokens)
    _tell_pictures(tokens, parser, env)
    html = _speak(_cleaner.clean(parser.renderer.render(tokens, parser.options, env)))
    if cut:
        html += "<p><em>The rest is too long to show here.</em></p>"
    return mark_safe(html)  # noqa: S308 - cleaned above


@functools.lru_cache(maxsize=2048)
def render_cached(text: str) -> SafeString:
    """The same, remembered for texts that are shown often and change seldom."""
    return render(text)
