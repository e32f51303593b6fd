"""A guess at what kind of event a row is, from its own words; no guess where they don't tell."""

from __future__ import annotations

import re

# In order: the first that matches decides. Wording only, so that a person can see why.
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (
            "recovery",
            r"\b(?:recover(?:ed|s|y)|restored|(?:is|was|were|fully|incident|issue|outage|problem)\s(?:now\s)?resolved|back\s(?:online|up|to normal)"
            r"|verified\s(?:all\s)?(?:systems\s)?operational|all\ssystems\b.{0,20}operational|bring\w*\s.{0,30}to\san\send|mitigated|stabili[sz]ed|all clear)\b|^\W*resolved\b",
        ),
        (
            "communication",
            r"\b(?:status\s?page|announce[ds]?|announcement|notif(?:y|ied|ies)|e-?mail(?:s|ed)?|tweet(?:ed|s)?|posted|informed|informs|customers? (?:were|was) (?:told|informed)|sent (?:an?|the) (?:update|message))\b",
        ),
        ("decision", r"\b(?:decid(?:ed|es|e)|decision|agreed to|chose to|opted to)\b"),
        (
            "detection",
            r"\b(?:alert(?:s|ed|ing)?|paged?|pagerduty|notic(?:ed|es)|detect(?:ed|s|ion)|discover(?:ed|s)|report(?:ed|s)?|monitoring (?:fires|fired|shows|showed)|observed?|reached out|alarm(?:s|ed)?|reali[sz]ed)\b",
        ),
        (
            "change",
            r"\b(?:deploy(?:ed|s|ment|ing)?|releas(?:ed|es|e)|merged|merges|roll(?:ed|s|ing)?\s?(?:back|out)|rollback|upgrad(?:ed|es|e)|migrat(?:ed|ion|es)|appl(?:ied|ies)|switched|cut over|config(?:uration)? change|reverted|revert|fix(?:ed)? (?:is|was)? ?(?:deployed|applied))\b",
        ),
        (
            "impact",
            r"\b(?:outage|unavailable|unreachable|errors? (?:rate|spike|rise|increase)\w*|(?:latency|error|5\d\d)s? (?:spikes?|rises?|rose|increas\w+|climb\w*)|down\b|drops? to|dropped to|degrad\w+|out of memory|crash(?:ed|es|ing)?|timeouts?|fail(?:s|ed|ing|ures?)|stopp?(?:ed|s)?)\b",
        ),
        (
            "action",
            r"\b(?:restart(?:ed|s)?|delet(?:ed|es|e)|investigat\w+|scaled|disabl(?:ed|es|e)|enabl(?:ed|es|e)|stopped|drain(?:ed|s)?|cordon\w*|kill(?:ed|s)?|turn(?:ed|s)? (?:on|off|back)|increased|add(?:ed|s)|remov(?:ed|es)|open(?:ed|s) (?:a|up)|creat(?:ed|es)|started|begin|joined)\b",
        ),
    )
)


def guess_kind(text: str) -> str:
    """Guess the kind of an event from its first words; "" when nothing tells."""
    head = text[:160]
    return next((kind for kind, pattern in _KINDS if pattern.search(head)), "")
