"""Texts that try to run something in a reader's browser, and the watch that sees whether one did.

Each calls `__hit(N)` in its own way; N is its place in the list, so that a failure names the text.
"""

from __future__ import annotations

from urllib.parse import urlsplit

_TEXTS = (
    # Plain elements and handlers
    "<script>__hit(N)</script>",
    "<ScRiPt >__hit(N)</sCrIpT >",
    "<script src=//foreign.test/N.js></script>",
    "<scr<script>ipt>__hit(N)</scr</script>ipt>",
    "</title><script>__hit(N)</script>",
    "</textarea><script>__hit(N)</script>",
    "<img src=x onerror=__hit(N)>",
    "<img/src='x'/onerror=__hit(N)>",
    "<img src='x' onerror='__hit(N)' alt=x",
    '"><img src=x onerror=__hit(N)>',
    "'><img src=x onerror=__hit(N)>",
    '" autofocus onfocus=__hit(N) x="',
    "' autofocus onfocus=__hit(N) x='",
    "` onmouseover=__hit(N) x=`",
    "<body onload=__hit(N)>",
    "<input autofocus onfocus=__hit(N)>",
    "<details open ontoggle=__hit(N)>x</details>",
    "<video><source onerror=__hit(N)></video>",
    "<audio src=x onerror=__hit(N)></audio>",
    "<marquee onstart=__hit(N)>x</marquee>",
    "<div style='animation:x' onanimationstart=__hit(N)>x</div>",
    "<a href=javascript:__hit(N)>x</a>",
    "<button formaction=javascript:__hit(N) form=text>x</button>",
    "<form action=javascript:__hit(N)><input type=submit></form>",
    "<isindex action=javascript:__hit(N) type=image>",
    # Documents inside the document
    "<iframe srcdoc='<script>parent.__hit(N)</script>'></iframe>",
    "<iframe src=javascript:parent.__hit(N)></iframe>",
    "<object data='data:text/html,<script>parent.__hit(N)</script>'></object>",
    "<embed src='javascript:__hit(N)'>",
    "<base href=//foreign.test/N/>",
    "<meta http-equiv=refresh content='0;url=javascript:__hit(N)'>",
    "<meta http-equiv=refresh content='0;url=//foreign.test/N'>",
    "<link rel=stylesheet href=//foreign.test/N.css>",
    "<link rel=preload as=image href=//foreign.test/N.png>",
    "<style>@import '//foreign.test/N.css'; body{background:url(//foreign.test/N)}</style>",
    "<p style='background:url(//foreign.test/N)'>x</p>",
    "<template><script>__hit(N)</script></template>",
    # Foreign elements, and texts that change when they are parsed twice
    "<svg onload=__hit(N)>",
    "<svg><script>__hit(N)</script></svg>",
    "<svg><script>&#95;&#95;hit(N)</script></svg>",
    "<svg><a xlink:href=javascript:__hit(N)><text y=20>x</text></a></svg>",
    "<svg><animate onbegin=__hit(N) attributeName=x dur=1s></svg>",
    "<svg><foreignObject><img src=x onerror=__hit(N)></foreignObject></svg>",
    "<math><maction actiontype=statusline xlink:href=javascript:__hit(N)>x</maction></math>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=x onerror=__hit(N)&gt;'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src=x onerror=__hit(N)>",
    "<noscript><p title='</noscript><img src=x onerror=__hit(N)>'>",
    "<svg></p><style><a id='</style><img src=x onerror=__hit(N)>'>",
    "<listing>&lt;img src=x onerror=__hit(N)&gt;</listing>",
    "<xmp><p title='</xmp><img src=x onerror=__hit(N)>'></xmp>",
    "<!--><img src=x onerror=__hit(N)>-->",
    "<!-- --!><img src=x onerror=__hit(N)> -->",
    "<![CDATA[><img src=x onerror=__hit(N)>]]>",
    "<?xml x='><img src=x onerror=__hit(N)>'?>",
    # Entities, odd characters
    "&lt;img src=x onerror=__hit(N)&gt;",
    "&#60;script&#62;__hit(N)&#60;/script&#62;",
    "&amp;lt;script&amp;gt;__hit(N)&amp;lt;/script&amp;gt;",
    "<img src=x on\u0000error=__hit(N)>",
    "<\u0000script>__hit(N)</script>",
    "\ufeff<script>__hit(N)</script>",
    "\uff1cscript\uff1e__hit(N)\uff1c/script\uff1e",
    "\u202e<script>__hit(N)</script>",
    # Links and pictures of Markdown
    "[x](javascript:__hit(N))",
    "[x](JaVaScRiPt:__hit(N))",
    "[x](java&#115;cript:__hit(N))",
    "[x](java\tscript:__hit(N))",
    "[x](&#x01;javascript:__hit(N))",
    "[x](javascript&colon;__hit(N))",
    "[x](<javascript:__hit(N)>)",
    "[x](\u0001javascript:__hit(N))",
    "[x](vbscript:__hit(N))",
    "[x](data:text/html,<script>__hit(N)</script>)",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    '[x](http://x"onmouseover=__hit(N)//)',
    "[x](/ \"x' onmouseover=__hit(N) y='\")",
    "![x](javascript:__hit(N))",
    "![x](//foreign.test/N.png)",
    '![x" onerror="__hit(N)](/postmortems/x)',
    "![x](/postmortems/x'onerror='__hit(N))",
    "![x](/postmortems/1/../../accounts/logout/)",
    "![x](data:image/svg+xml,<svg/onload=__hit(N)>)",
    '[![x](x "y\' onerror=__hit(N)")](javascript:__hit(N))',
    "<javascript:__hit(N)>",
    "<javascript://foreign.test/%0a__hit(N)>",
    'http://x.test/"onmouseover="__hit(N)',
    "[x]\n\n[x]: javascript:__hit(N)",
    "![x][y]\n\n[y]: x 'z\" onerror=\"__hit(N)'",
    "x[^1]\n\n[^1]: <img src=x onerror=__hit(N)> [x](javascript:__hit(N))",
    'x[^"onclick=__hit(N)]\n\n[^"onclick=__hit(N)]: y',
    "[[[[x](javascript:__hit(N))](javascript:__hit(N))]",
    # Blocks of Markdown
    '```"><script>__hit(N)</script>\nx\n```',
    "```js onload=__hit(N)\n</code></pre><script>__hit(N)</script>\n```",
    "    </pre><script>__hit(N)</script>",
    "`</code><img src=x onerror=__hit(N)>`",
    "| a | b |\n|---|:-:|\n| <img src=x onerror=__hit(N)> | [x](javascript:__hit(N)) |",
    "- [ ] <input autofocus onfocus=__hit(N)>\n- [x] [y](javascript:__hit(N))",
    "> <blockquote onclick=__hit(N)>x",
    "# <a href=javascript:__hit(N)>x</a>",
    "~~<s onclick=__hit(N)>x~~ **<img src=x onerror=__hit(N)>**",
    # Templates and what htmx would act on
    "{{ ''.constructor.constructor('__hit(N)')() }}",
    "{% load x %}${__hit(N)}#{__hit(N)}<%= __hit(N) %>",
    "<div hx-get=/ hx-trigger=load hx-on:click=__hit(N) hx-vals='js:{x:__hit(N)}'>x</div>",
    "<div data-hx-on::after-settle=__hit(N) data-hx-get=/accounts/logout/ data-hx-trigger=load>x</div>",
    "<div data-autosave data-draft=x data-take-focus tabindex=0>x</div>",
    "\\<script>__hit(N)\\</script>",
    "javascript:__hit(N)",
    "//foreign.test/N",
)
TEXTS = [text.replace("N)", f"{n})").replace("/N", f"/{n}") for n, text in enumerate(_TEXTS)]
"""Also with line ends; for a field of one line take LINES."""
LINES = [" ".join(text.split("\n")) for text in TEXTS]
WITHOUT_NUL = [text.replace("\0", "\ufffd") for text in TEXTS]

HOOK = """
window.__hits = window.top.__hits = window.top.__hits || [];
window.__hit = (n) => { window.top.__hits.push(n); };
for (const name of ["alert", "confirm", "prompt", "print"]) window[name] = () => window.top.__hits.push(name);
"""

AUDIT = r"""
(root) => {
  const own = location.origin, wrong = [];
  const say = (what, one) => wrong.push(what + ": " + one.outerHTML.slice(0, 160));
  const links = ["href", "src", "action", "formaction", "xlink:href", "data", "poster", "background", "cite", "ping"];
  const all = [...(root ? document.querySelector(root) : document).querySelectorAll("*")];
  all.push(...[...document.querySelectorAll("template")].flatMap((one) => [...one.content.querySelectorAll("*")]));
  for (const one of all) {
    const name = one.localName;
    if (["iframe", "frame", "object", "embed", "applet", "base", "marquee", "math", "foreignobject", "style",
         "animate", "video", "audio", "listing", "xmp", "noscript", "isindex", "plaintext"].includes(name)) say("element", one);
    if (name === "meta" && one.httpEquiv) say("meta", one);
    if (name === "script" && !(one.src.startsWith(own + "/static/") || one.type === "application/json")) say("script", one);
    for (const { name: attribute, value } of [...one.attributes]) {
      if (/^on/i.test(attribute) || attribute === "srcdoc") say(attribute, one);
      // Scripts of the site measure and place things; what a person wrote never carries a style.
      if (attribute === "style" && (/url|expression|animation/i.test(value) || one.closest(".prose, .markdownx-preview, .written"))) say(attribute, one);
      if (/^(data-)?hx-/.test(attribute) && one.closest(".prose, .markdownx-preview, .written")) say(attribute, one);
      if (!links.includes(attribute)) continue;
      let to;
      try { to = new URL(value, own); } catch { continue; }
      const allowed = attribute === "href" && name === "a" ? ["http:", "https:", "mailto:"] : ["http:", "https:"];
      if (!allowed.includes(to.protocol)) say("scheme", one);
      if (attribute !== "href" && name !== "a" && to.origin !== own) say("foreign", one);
      if (name === "link" && to.origin !== own && !["canonical"].includes(one.rel) && !one.hasAttribute("itemprop")) say("foreign", one);
    }
  }
  return wrong;
}
"""


class Watch:
    """Sees what runs in the pages of one browser context, and what they ask of other hosts."""

    def __init__(self, context, origin: str) -> None:
        self.context, self.seen = context, []
        own = urlsplit(origin).netloc
        context.add_init_script(HOOK)
        context.on("request", lambda asked: self._asked(asked.url, own))
        context.on("dialog", self._dialog)

    def _asked(self, url: str, own: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in ("http", "https") and parts.netloc != own:
            self.seen.append(f"asked {url}")

    def _dialog(self, dialog) -> None:
        self.seen.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def faults(self, page, root: str = "") -> list[str]:
        """What ran or could run on the page as it stands, with its address."""
        page.evaluate("() => new Promise((done) => setTimeout(done, 30))")
        hits = page.evaluate("window.__hits.splice(0)")
        found = [f"ran {n}: {TEXTS[n] if isinstance(n, int) else n}" for n in hits]
        found += self.seen + page.evaluate(AUDIT, root)
        self.seen = []
        return [f"{page.url}: {one}" for one in found]
