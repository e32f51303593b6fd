"""Markdown to HTML: what may stand in it, and that nothing hostile does."""

import html.parser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.richtext import ATTRIBUTES, CLASSES, MAX_CHARACTERS, TAGS, render
from tests import hostile

OURS = {"div": {"class", "tabindex"}, "pre": {"tabindex"}, "input": {"aria-label"}, "a": {"rel"}}
"""What the renderer itself adds after cleaning."""
VOID = {"br", "hr", "img", "input"}


class Checker(html.parser.HTMLParser):
    """Reads the output as a browser does, and keeps what is on no list."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.wrong: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag not in TAGS:
            self.wrong.append(f"<{tag}>")
        allowed = ATTRIBUTES.get(tag, set()) | OURS.get(tag, set())
        for name, value in attrs:
            if name not in allowed or name.startswith("on") or name == "style":
                self.wrong.append(f"{tag} {name}={value}")
            self._check(tag, name, value or "")
        if tag not in VOID:
            self.open.append(tag)

    def _check(self, tag: str, name: str, value: str) -> None:
        if name == "class":
            known = CLASSES.get(tag, set()) | ({"scroll"} if tag == "div" else set())
            self.wrong += [f"{tag} class {one}" for one in value.split() if one not in known]
        if name == "href" and not value.startswith(("http://", "https://", "mailto:", "/", "#", "?")):
            scheme = value.split(":")[0]
            if ":" in value and "/" not in scheme:
                self.wrong.append(f"href {value}")
        if name == "src" and not value.startswith("/postmortems/"):
            self.wrong.append(f"src {value}")
        if tag == "input" and name == "type" and value != "checkbox":
            self.wrong.append(f"input {value}")
        if name == "id" and not value.startswith("fn"):
            self.wrong.append(f"id {value}")

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> closes nothing")

    def handle_comment(self, data):
        self.wrong.append(f"comment {data}")

    def handle_decl(self, decl):
        self.wrong.append(f"declaration {decl}")

    unknown_decl = handle_pi = handle_decl


def problems(text: str) -> list[str]:
    """What is live, or on no list, in the output of `text`."""
    checker = Checker()
    checker.feed(render(text))
    checker.close()
    return checker.wrong + [f"<{tag}> is not closed" for tag in checker.open]


HOSTILE = [
    "<script>alert(1)</script>",
    "<ScRiPt>alert(1)</sCrIpT>",
    "<script src=//evil.example/x.js></script>",
    "<img src=x onerror=alert(1)>",
    "<img src='x' onerror='alert(1)'",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=javascript:alert(1)></object>",
    "<embed src=javascript:alert(1)>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>@import '//evil.example';</style>",
    "<form action=//evil.example><input name=q></form>",
    "<input autofocus onfocus=alert(1)>",
    "<button formaction=javascript:alert(1)>x</button>",
    "<details open ontoggle=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)>",
    "<body onload=alert(1)>",
    "<marquee onstart=alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<div style='background:url(javascript:alert(1))'>x</div>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<?xml version='1.0'?><script>alert(1)</script>",
    "<template><script>alert(1)</script></template>",
    "<xss contenteditable onblur=alert(1)>x",
    "</textarea><script>alert(1)</script>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](&#x6A;avascript:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](<java\nscript:alert(1)>)",
    "[x]( javascript:alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](data:image/svg+xml,<svg onload=alert(1)>)",
    "[x](file:///etc/passwd)",
    "[x](ftp://evil.example/)",
    "[x](blob:https://evil.example/1)",
    "[x](https://evil.example/\" onmouseover=\"alert(1))",
    "[x](/u \"title\" onmouseover=alert(1))",
    "[x](/u '\" onmouseover=alert(1) \"')",
    "[x](/u \"<table><img src=x onerror=alert(1)>\")",
    "[x](/u \"<pre>\")",
    "[x](/u \"</table><input checked>\")",
    "[x]: javascript:alert(1)\n\n[x]",
    "<javascript:alert(1)>",
    "<data:text/html,x>",
    "javascript:alert(1)",
    "![x](javascript:alert(1))",
    "![x](https://evil.example/pixel.png)",
    "![x](//evil.example/pixel.png)",
    "![x](/postmortems/../evil)",
    "![x\" onerror=\"alert(1)](/postmortems/1/images/a/)",
    "![<pre><img src=x onerror=alert(1)>](/postmortems/1/images/a/ \"<input>\")",
    "![x](data:image/png;base64,AAAA)",
    "- [ ] <input type=text onfocus=alert(1) autofocus>",
    "- [x] \"><script>alert(1)</script>",
    "| a |\n| - |\n| <img src=x onerror=alert(1)> |",
    "| a |\n| :-: style=x |\n| b |",
    "x[^1]\n\n[^1]: <script>alert(1)</script> [x](javascript:alert(1))",
    "x[^<script>]\n\n[^<script>]: y",
    "x[^\"onclick=alert(1)]\n\n[^\"onclick=alert(1)]: y",
    "```<script>alert(1)</script>\nx\n```",
    "```\" onclick=alert(1)\nx\n```",
    "`<script>alert(1)</script>`",
    "# <script>alert(1)</script>",
    "> <iframe src=//evil.example>",
    "\\<script>alert(1)\\</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\x00<script>alert(1)</script>",
    "<scr\x00ipt>alert(1)</script>",
    "\ufeff<script>alert(1)</script>",
    "\u202e<script>alert(1)</script>",
    "＜script＞alert(1)＜/script＞",
    "<div id=fnref1 class=scroll onclick=alert(1)>",
    "~~<script>~~alert(1)</script>",
    "www.evil.example/<script>alert(1)</script>",
    "https://evil.example/\"onmouseover=alert(1)",
    "a@evil.example\"onmouseover=alert(1)",
]  # fmt: skip


def test_the_set_is_large_enough():
    assert len(set(HOSTILE)) >= 60


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_hostile_is_live(text):
    for shape in (
        text,
        f"> {text}",
        f"- {text}",
        f"**{text}**",
        f"| a |\n| - |\n| {text} |",
        f"[^1]\n\n[^1]: {text}",
    ):
        assert problems(shape) == [], shape


def test_all_of_it_together_is_not_live():
    assert problems("\n\n".join(HOSTILE)) == []
    assert problems(" ".join(HOSTILE)) == []


@settings(max_examples=150)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(HOSTILE),
            st.sampled_from(
                ["\n", "\n\n", "|", "\n| - |\n", "[", "](", ")", "```\n", "`", '"', "'", "<", ">", "- [x] "]
            ),
            st.text(max_size=8),
        ),
        max_size=12,
    ).map("".join)
)
def test_nothing_put_together_from_it_is_live(text):
    assert problems(text) == []


def test_the_check_sees_what_is_live():
    for live, tag in (
        ("<script>alert(1)</script>", "script"),
        ('<img src="/postmortems/1/images/a/" onerror="x">', "onerror"),
        ('<a href="javascript:alert(1)">x</a>', "javascript"),
        ('<p class="x">a</p>', "class"),
        ("<p>a", "not closed"),
    ):
        checker = Checker()
        checker.feed(live)
        assert tag in " ".join(checker.wrong + [f"{one} is not closed" for one in checker.open]), live


# --- What people write


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**a** *b* ~~c~~ `d`", "<p><strong>a</strong> <em>b</em> <s>c</s> <code>d</code></p>"),
        ("# a\n\n## b\n\n###### c", "<h3>a</h3>\n<h4>b</h4>\n<h6>c</h6>"),
        ("> a", "<blockquote>\n<p>a</p>\n</blockquote>"),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>'),
        ("```python\na < b\n```", '<pre tabindex="0"><code>a &lt; b\n</code></pre>'),
        ("a\n\n---\n\nb", "<p>a</p>\n<hr>\n<p>b</p>"),
        ("", ""),
    ],
)
def test_common_marks(text, html):
    assert render(text).strip() == html


@pytest.mark.parametrize(
    "address",
    ["https://status.example/1?a=b&c=d", "mailto:help@example.org", "/postmortems/1/", "#section-impact"],
)
def test_links_lead_on_and_tell_nobody_where_from(address):
    found = render(f"[here]({address})")
    assert 'rel="nofollow noopener noreferrer"' in found
    assert f'href="{address.replace("&", "&amp;")}"' in found


def test_bare_addresses_become_links():
    assert 'href="https://status.example/x"' in render("See https://status.example/x.")


def test_pictures_of_this_site_only():
    assert '<img src="/postmortems/1/images/a/" alt="A graph">' in render(
        "![A graph](/postmortems/1/images/a/)"
    )
    assert "evil" not in render("![A graph](https://evil.example/p.png)")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("See ![A *graph*](https://evil.example/p.png).", "<p>See (picture not brought in: A graph).</p>"),
        ("![](graph.png)", "<p>(picture not brought in)</p>"),
        ("![<b>&](graph.png)", "<p>(picture not brought in: &lt;b&gt;&amp;)</p>"),
        ("| a |\n| - |\n| ![x](p.png) |", "<td>(picture not brought in: x)</td>"),
    ],
)
def test_other_pictures_are_told_in_words(text, shown):
    found = render(text)
    assert shown in found and "<img" not in found


def test_tables_scroll_by_keyboard_and_keep_their_sides():
    found = render("| a | b | c |\n| :- | :-: | -: |\n| 1 | 2 | 3 |")
    assert found.startswith('<div class="scroll" tabindex="0"><table>')
    assert '<th class="start">a</th>' in found and '<td class="center">2</td>' in found
    assert '<td class="end">3</td>' in found and "style" not in found


def test_task_lists_say_their_state():
    found = render("- [ ] one\n- [x] two")
    assert found.count("<input") == 2
    assert 'disabled aria-label="To do"' in found and 'disabled checked aria-label="Done"' in found


def test_footnotes_lead_there_and_back():
    found = render("A[^1]\n\n[^1]: Note")
    assert (
        'href="#fn1"' in found
        and 'id="fn1"' in found
        and 'href="#fnref1"' in found
        and 'id="fnref1"' in found
    )


@pytest.mark.parametrize("piece", hostile.MARKDOWN)
@pytest.mark.once
def test_reading_ends_whatever_is_repeated(piece):
    assert problems(hostile.repeated(piece, 20_000)) == []


def test_deep_nesting_ends():
    assert problems("> " * 3000 + "a") == []
    assert problems("\n".join("  " * n + "- a" for n in range(300))) == []


def test_what_is_too_long_is_cut_and_says_so():
    found = render("a " * (MAX_CHARACTERS // 2) + "<script>")
    assert found.endswith("<p><em>The rest is too long to show here.</em></p>")
    assert "script" not in found


def test_names_of_files_are_not_addresses():
    shown = render("Ran deploy.sh and notes.md, see https://status.example/x and ann@example.com")
    assert shown.count("<a ") == 2
    assert 'href="https://status.example/x"' in shown and 'href="mailto:ann@example.com"' in shown
