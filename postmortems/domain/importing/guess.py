"""Which template an imported document fits best, from the words of its title and summary."""

import re

_EXPOSURE = re.compile(
    r"\b(?:security|breach|compromis\w*|expos(?:ed|ure)|leak(?:ed)? (?:of )?(?:credential|secret|token|data|source|key|customer|personal)\w*|credentials?|phish\w*|unauthori[sz]ed|"
    r"malicious|vulnerab\w*|cve-\d|abuse (?:report|complaint)|secrets? (?:were|was)|permissions?|public(?:ly)? (?:bucket|accessible)|source code|another (?:tenant|customer)(?:'s)?|other (?:tenants|customers')|attacker|hijack\w*)\b",
    re.IGNORECASE,
)
_DATA_LOSS = re.compile(
    r"\b(?:data[- ]loss|lost (?:data|records|writes|rows)|data corruption|corrupt(?:ed)? data|(?:database|table|volume|bucket|rows?|records?) (?:was |were )?(?:accidentally )?(?:dropped|deleted|removed|truncated|overwritten))\b",
    re.IGNORECASE,
)
_AI = re.compile(
    r"\b(?:llm|language model|ai (?:agent|system|assistant|model)|chat ?bot|hallucinat\w*|prompt injection|system prompt|model (?:behaviou?r|output|responses?)|coding agent|sycophan\w*|fine-?tun\w*)\b",
    re.IGNORECASE,
)
_NEAR_MISS = re.compile(
    r"\bnear[- ]miss\b|\bclose call\b|\balmost (?:caused|led)|nearly (?:made|caused|reached)|no (?:customer|user) impact (?:occurred|was)",
    re.IGNORECASE,
)


def guess_template(title: str, summary: str, words: int, severity: str) -> str:
    """The key of a built-in template; "outage" unless the words point elsewhere, "short" for small documents."""
    text = f"{title}\n{title}\n{summary[:3000]}"
    scores = {
        "near_miss": 3 * len(_NEAR_MISS.findall(text)),
        "ai_behaviour": 2 * len(_AI.findall(text)),
        "data_loss": 3 * len(_DATA_LOSS.findall(text)),
        "exposure": 2 * len(_EXPOSURE.findall(text)),
    }
    best = max(scores, key=lambda key: scores[key])
    if scores[best] >= 4 or (scores[best] >= 2 and _title_says(title, best)):
        return best
    return "short" if words < 150 and severity not in {"sev1", "sev2"} else "outage"


def _title_says(title: str, key: str) -> bool:
    pattern = {"near_miss": _NEAR_MISS, "ai_behaviour": _AI, "data_loss": _DATA_LOSS, "exposure": _EXPOSURE}[
        key
    ]
    return bool(pattern.search(title))
