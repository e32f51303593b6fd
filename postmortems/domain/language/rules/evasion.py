"""I. Evasion and shrinking of the impact, in what the public reads."""

from postmortems.domain.language.model import Rule
from postmortems.domain.language.sources import AGENTS, LOGS, PAGERDUTY, PUBLIC, SRE

_C = "evasion"
_PUBLIC = frozenset({"public"})

RULES = (
    Rule(id="I1", title="Mistakes were made", category=_C, severity="block", scopes=_PUBLIC, source=AGENTS,
         why="A sentence without anybody in it hides the facts with the person. Say what the system did, and when.",
         example="Mistakes were made.", counter_example="At 14:02 the change reached all regions.", rewrite="At ____ the system did ____.",
         patterns=(r"\b(?:mistakes|errors) were made\b",), question="What did the system do, and when?"),
    Rule(id="I2", title="A brief hiccup", category=_C, severity="warn", scopes=_PUBLIC, source=f"{SRE}; {PUBLIC}",
         why="The reader felt the impact. A number is taken better than an adjective.",
         example="A brief hiccup.", counter_example="Uploads failed for 38 minutes.", rewrite="____ minutes in which ____ percent of requests ended in ____.",
         patterns=(r"\b(?:minor|small|slight|brief|momentary) (?:hiccup|glitch|blip|issue|inconvenience|disruption)s?\b",), question="How long, and which share of requests?"),
    Rule(id="I3", title="A small number of customers", category=_C, severity="nudge", scopes=_PUBLIC, source=f"{SRE}; {PUBLIC}",
         why="\"Small\" is small only for those outside it.",
         example="A small number of customers.", counter_example="412 accounts (0.9%).", rewrite="____ customers (____ percent).",
         patterns=(r"\b(?:a )?(?:small|limited|tiny|handful|subset|few|some) (?:number |percentage |fraction |subset )?(?:of )?(?:our )?(?:customers|users|accounts|tenants|requests)\b",), question="How many, and which share?"),
    Rule(id="I4", title="May have experienced", category=_C, severity="warn", scopes=_PUBLIC, source=PUBLIC,
         why="Those who were affected know that they were.",
         example="Some users may have experienced slowness.", counter_example="Uploads failed for one in five attempts.", rewrite="Users had slowness from ____ to ____, in ____ percent of requests.",
         patterns=(r"\b(?:users|customers) (?:may|might) have (?:experienced|noticed|seen|been)\b",), question="What failed, for which share, from when to when?"),
    Rule(id="I5", title="Abundance of caution", category=_C, severity="warn", scopes=_PUBLIC, source=PUBLIC,
         why="The phrase hides the reason. The reason is what the reader needs.",
         example="Out of an abundance of caution we reset keys.", counter_example="Keys were readable in the log, so we reset them.", rewrite="Because ____, we reset keys.",
         patterns=(r"\bout of (?:an )?abundance of caution\b",), suggest="because of ____", question="What was the reason?"),
    Rule(id="I6", title="No evidence", category=_C, severity="warn", scopes=_PUBLIC, source=LOGS,
         why="Without the coverage of the logs, \"no evidence\" may mean that nobody could look.",
         example="There is no evidence of access.", counter_example="Access logs cover 6 to 9 May and show zero reads.", rewrite="The record of access reads from ____ to ____ and shows ____.",
         patterns=(r"\bno (?:evidence|indication|sign) (?:of|that|to suggest)\b",), question="From when to when do the logs reach, and what do they show?"),
    Rule(id="I7", title="We take it seriously", category=_C, severity="warn", scopes=_PUBLIC, source=PUBLIC,
         why="Everybody writes it. A change with its date shows it.",
         example="We take security very seriously.", counter_example="Since 3 May every key expires after a day.", rewrite="For security we changed ____ on ____.",
         patterns=(r"\b(?:{who}|the company) takes? [^.]{0,40}seriously\b",), question="What was changed, and when?"),
    Rule(id="I8", title="Beyond our control", category=_C, severity="warn", scopes=_PUBLIC, source=f"{PUBLIC}; {PAGERDUTY}",
         why="The dependency was a choice. Say which, and what follows from it.",
         example="It was beyond our control.", counter_example="This path has one provider; a second is planned.", rewrite="This path depends on ____; next is ____.",
         patterns=(r"\b(?:outside|beyond) (?:of )?our control\b", r"\b(?:third[- ]party|upstream|vendor|provider)(?:'s)? (?:fault|problem|issue|failure) (?:caused|outside|beyond)\b"), question="Which dependency was it, and what is planned?"),
    Rule(id="I9", title="Outage", category=_C, severity="nudge", scopes=_PUBLIC, source=PAGERDUTY,
         why="\"Outage\" says that nothing worked. If a part worked, say which part did not.",
         example="The outage lasted 2 hours.", counter_example="Search was slow for 2 hours.", rewrite="The incident lasted 2 hours, for ____ percent of requests.",
         patterns=(r"\b(?P<word>outages?)\b",), suggest="incident", question="Which part did not work, and for whom?"),
)  # fmt: skip
