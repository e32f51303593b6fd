"""How strongly an action changes the odds, and which kind of action it is, guessed from its title.

The three tiers are those of the action hierarchy of the VA National Center for Patient Safety, as printed by AHRQ, in
terms of software: a stronger action works without anybody having to remember it, a weaker one relies on memory and
attention. It is a suggestion with its reason; a person confirms it.
"""

import re
from dataclasses import dataclass

STRENGTHS: tuple[tuple[str, str], ...] = (
    ("stronger", "Stronger"),
    ("intermediate", "Intermediate"),
    ("weaker", "Weaker"),
)
KINDS: tuple[tuple[str, str], ...] = (
    ("prevent", "Prevent"),
    ("mitigate", "Mitigate"),
    ("detect", "Detect"),
    ("repair", "Repair"),
    ("investigate", "Investigate"),
    ("process", "Process"),
)
_TITLE_LIMIT = 600


@dataclass(frozen=True)
class Suggestion:
    """What a title suggests: a key of STRENGTHS and one of KINDS, each "" when nothing fits, with the reason in words."""

    strength: str
    reason: str
    kind: str
    kind_reason: str


@dataclass(frozen=True)
class _Rule:
    """The first rule whose pattern is found decides."""

    answer: str
    pattern: re.Pattern[str]
    reason: str


def _rule(answer: str, pattern: str, reason: str) -> _Rule:
    return _Rule(answer, re.compile(pattern, re.IGNORECASE), reason)


_STUDY = (
    r"^\W*(?:please |we (?:should|need to|will) )?(?:investigat|consider|explor|discuss|evaluat|look (?:in)?to|research|stud(?:y|ie)|assess|"
    r"figure out|find out|understand|think about|analys|analyz|have a (?:talk|discussion|chat)|schedule a discussion|"
    r"brainstorm|determine (?:if|whether|why)|decide (?:if|whether)|debug why|review (?:whether|if|the need)|revisit)"
)
_TEACH = (
    r"\b(?:train(?:ing)?|retrain|educat\w*|remind(?:er)?s?|learning path|workshop|e-learning|lunch and learn|knowledge.shar\w*|raise awareness|"
    r"be (?:more )?careful|pay (?:more )?attention|encourag\w*|coach(?:ing)?)\b"
)
_PAPER = (
    r"^\W*(?:we (?:should|need to|will) )?(?:document|write (?:down|up|docs?|documentation|an? (?:runbook|playbook|wiki|guide|article|policy|procedure|memo))|"
    r"(?:add|update|create|publish|improve|review|extend) (?:\w+ ){0,4}(?:runbooks?|playbooks?|documentation|docs|wiki|guides?|guidelines?|polic(?:y|ies)|procedures?|memos?|articles?|banners?|comments?|readme))"
)
_SECOND_PAIR = (
    r"\b(?:double.check\w*|second (?:approval|approver|reviewer|pair of eyes)|extra (?:approval|review|check)|(?:manual|additional|peer) (?:approval|review|check)s?|"
    r"(?:require|need)s? (?:\w+ ){0,3}approvals?|four.eyes|sign.?off)\b"
)
_INTERLOCK = (
    r"\b(?:block|reject|refus|forbid|disallow|enforc|interlock|gate)\w*\b|\bprevents?\b|\b(?:make|making)\b.{0,60}\bimpossible\b|\bfail(?:s)? closed\b|"
    r"\b(?:hard|upper|server.side|memory|rate|size|row|resource)[ -](?:limit|bound|cap)s?\b|\blimit\w* (?:the )?(?:\w+ ){0,3}(?:memory|rows|hosts|size|access|available)|"
    r"\b(?:schema|type|input|bounds?|range)[ -](?:check|validation|gate)\w*|\bvalidat\w+\b|\bleast.privilege\b|\bread.only by default\b|"
    r"\btwo.phase\b|\bsoft.delete\w*|\bpin(?:s|ning|ned)?\b.{0,30}\bversion|\b(?:staged|canary|progressive|gradual)\b.{0,30}\b(?:roll.?outs?|releases?|deploy\w*)"
)
_TESTS = r"^\W*(?:[\w-]+ ){0,3}(?:tests?|testing|coverage|typed confirmation|dry.run)\b(?!.{0,80}\b(?:block|gate|reject))"
_REMOVE = (
    r"^\W*(?:\w+ ){0,3}(?:remov|delet(?!e\b.{0,9}$)|retir|decommission|eliminat|decoupl|isolat|separat|partition|shard|split)\w*\b|\bcell\w*\b|"
    r"\bstandardi[sz]\w*|\bpaved road\b|\b(?:one|single) (?:deploy|release|command|path|source of truth)\b|\bsimplif\w+|\bself.heal\w*|\bidempoten\w+|\bredesign\w*"
)
_LOOK = (
    r"\b(?:alert|alarm|paging|monitor|dashboard|metric|observab|probe|page|health.?check|exporter|tracing|log(?:s|ging)?)\w*\b|"
    r"\bstatus page\b|\bnotif\w+"
)
_SOFTWARE = (
    r"\b(?:auto(?:mat\w+)?|auto-?(?:roll|scal|retry)\w*|roll.?back|feature flags?|kill.?switch|redundan\w*|failover|fail-over|standby|typed confirmation|replica\w*|"
    r"second (?:\w+ )?(?:provider|region|zone|on-call)|back-?ups?|tests?|test(?:ing|ed) suite|coverage|ci|checklist|dry.run|confirm\w*|colou?r|rename|"
    r"back.?off|circuit.breaker|time-?outs?|priority.classes|capacity|scale|upgrad\w+|fix(?:es|ed|ing)?|patch\w*|tool(?:ing)?|script|linter?|"
    r"add(?:ing)? (?:a )?(?:check|button|option|flag|filter|cache|queue)|implement\w*|allow|support|refactor\w*|cache|quota|staff\w*|hire|on-call)\b"
)
_RULES = (
    _rule("weaker", _STUDY, "It studies the matter; nothing changes yet when it is done."),
    _rule("weaker", _SECOND_PAIR, "A second look relies on somebody's attention each time."),
    _rule("weaker", _TEACH, "It relies on people remembering what they heard."),
    _rule("weaker", _PAPER, "A written rule or page relies on being found and read at the right moment."),
    _rule("intermediate", _TESTS, "Tests find the cases that somebody thought of."),
    _rule("stronger", _INTERLOCK, "The system itself holds the limit; nobody has to remember it."),
    _rule(
        "intermediate", _LOOK, "It shows the state sooner, and somebody or something still has to act on it."
    ),
    _rule("stronger", _REMOVE, "It takes the condition, or a step, out of the system."),
    _rule("intermediate", _SOFTWARE, "The tool or the system helps, and part of the work stays with people."),
    _rule(
        "weaker",
        r"\b(?:polic(?:y|ies)|procedures?|process(?:es)?|guidelines?|runbooks?|playbooks?|memo|wiki|communicat\w+|responsibilit\w+|rules?)\b",
        "A rule or an agreement relies on being remembered.",
    ),
    _rule("weaker", r"^\W*(?:we should|try to|avoid|prioriti[sz]e|don'?t)\b", "It states an intention."),
)
_KIND_RULES = (
    _rule("investigate", _STUDY, "It asks a question first."),
    _rule("process", _TEACH, "It changes how people work together."),
    _rule("process", _PAPER, "It changes what is written down."),
    _rule("process", _SECOND_PAIR, "It adds a step to how people work."),
    _rule("detect", _LOOK, "It shows the state sooner."),
    _rule(
        "repair",
        r"^\W*(?:fix|repair|restor|revert|recover|clean.?up|patch|correct|refund|rebuild|re-?sync)\w*\b",
        "It mends what was affected.",
    ),
    _rule(
        "mitigate",
        r"\b(?:roll.?back|fail.?over|fallback|feature flags?|kill.?switch|back-?ups?|redundan\w*|standby|replica\w*|degrad\w*|throttl\w*|circuit.breaker|"
        r"second (?:\w+ )?(?:provider|region|zone)|faster (?:recovery|restore)|self.heal\w*|load.?shed\w*|autoscal\w*|capacity)\b",
        "It makes the effect smaller or shorter.",
    ),
    _rule("prevent", f"{_INTERLOCK}|{_REMOVE}", "It takes the condition away."),
    _rule(
        "process",
        r"\b(?:polic(?:y|ies)|procedures?|process(?:es)?|guidelines?|runbooks?|playbooks?|checklists?|on-call|meetings?|communicat\w+|"
        r"responsibilit\w+|handover|ownership|rotation)\b",
        "It changes how people work together.",
    ),
    _rule("prevent", r"\b(?:tests?|testing|automat\w+|ci|coverage|linter?|implement\w*|upgrad\w+)\b", "It makes the same thing less likely."),
)  # fmt: skip


def _first(rules: tuple[_Rule, ...], title: str) -> tuple[str, str]:
    """The answer of the first rule that matches, with its reason."""
    for rule in rules:
        if rule.pattern.search(title):
            return rule.answer, rule.reason
    return "", ""


def suggest(title: str) -> Suggestion:
    """Suggest tier and kind for an action's title (English); both "" when no rule fits. Reads the first 600 characters."""
    head = title[:_TITLE_LIMIT]
    strength, reason = _first(_RULES, head)
    kind, kind_reason = _first(_KIND_RULES, head)
    return Suggestion(strength=strength, reason=reason, kind=kind, kind_reason=kind_reason)
