"""Words that point to a factor of the taxonomy; the first that fits is the guess, and a person confirms it."""

import re

_TABLE: tuple[tuple[str, str], ...] = (
    ("EX.hostile-activity", r"\b(?:attack|malicious|phish|ddos|bad actor|credential stuffing|exploit)"),
    ("EX.supplier", r"\b(?:third[- ]party|vendor|upstream provider|supplier|provider'?s? outage|(?:aws|gcp|azure|github|cloudflare) (?:had an )?outage)\b|unexpected response during"),
    ("EX.authority", r"\b(?:certificate|licen[cs]e|domain) (?:\w+ ){0,2}expir"),
    ("TL.agent-scope", r"\b(?:ai agent|llm|language model|coding agent)\b"),
    ("TL.broad-access", r"\bleast[- ]privilege|privileges?\b|\bpermissions?\b|access (?:was )?broader|over-?permissive|write access"),
    ("TL.no-dry-run", r"\bdry[- ]run\b|\bno undo\b"),
    ("TL.no-interlock", r"\bno (?:confirmation|safeguard|guard ?rail|interlock)|without (?:confirmation|safeguard)"),
    ("CH.unstaged-config", r"\b(?:pipeline|deploy\w*) (?:\w+ )?(?:unexpectedly )?triggered|config\w* (?:change|push)(?:\w+ ){0,4} (?:without|straight|directly)"),
    ("CH.slow-rollback", r"\broll(?:ing)?[- ]?back (?:was|took|is|not|requires|needs)\b|(?:not possible|unable|no way|could not|difficult) to (?:roll|revert|go back)|(?:roll|revert)\w* (?:back )?(?:was )?(?:delayed|slow|took)"),
    ("CH.change-interaction", r"\bsame day\b|\bsame time\b|\bsame window\b|two changes|compounding|other changes"),
    ("CH.all-at-once-rollout", r"\ball at once\b|\bsimultaneously\b|\bto all (?:regions|customers|hosts)|no (?:canary|staged)|lazy-loaded"),
    ("CH.coupled-migration", r"\bmigrat(?:ion|ed|ing)\b"),
    ("CH.environment-drift", r"\bdrift\b|environment\b.{0,60}\bdifferent\b|slightly different from production|hard-?coded to use (?:the )?[\"'“]?latest"),
    ("DE.threshold-above-harm", r"\bthreshold"),
    ("DE.alert-muted", r"\b(?:muted|silenced|misrouted)\b"),
    ("DE.signal-in-volume", r"\b(?:noisy|too many|alert) (?:alerts|fatigue|noise)|weak signals?|infrequent"),
    ("DE.no-signal", r"\b(?:no|not|lack of|missing|without|wasn.t|didn.t|not catching) (?:\w+ ){0,5}(?:alert|monitor|alarm|metric|visib|detect|pag(?:ed|ing))|alerting not|"
                     r"\bunnoticed\b|\bblind to\b|not immediately visible|returning no errors|before we noticed|did not detect"),
    ("DE.late-picture", r"\b(?:misleading|confus|red herring|lack of understanding of the scope|suspected|assumed)"),
    ("KN.held-by-few", r"\b(?:only (?:one|two) (?:person|people|engineers?)|knowledge (?:is |was )?held|tribal knowledge|bus factor|single person)"),
    ("KN.undocumented-limit", r"\bundocumented\b|not documented\b|steps unclear"),
    ("KN.out-of-date-document", r"\b(?:outdated|out[- ]of[- ]date|stale) (?:\w+ )?(?:runbook|doc|wiki|playbook)"),
    ("KN.no-procedure", r"\bno (?:runbook|playbook|procedure|process|lifecycle|guidelines?)\b|not followed|manual (?:approval )?(?:step|process|intervention)"),
    ("KN.model-differs", r"\b(?:deeper understanding|understanding of|unaware|not aware|mental model)"),
    ("KN.rare-task", r"\brare(?:ly)?\b.{0,40}\b(?:task|procedure|operation)|never (?:been )?(?:tested|rehearsed)"),
    ("CO.expert-unreachable", r"\bon-?call escalation|escalation paths?|could not (?:be )?reach|unreachable"),
    ("CO.customer-signal", r"\b(?:getting a response|customer reports?|support tickets?)\b"),
    ("CO.handover", r"\bhand-?(?:over|off)"),
    ("CO.information-in-one-team", r"\bcommunicat|\bnot informed\b|\bunaware of the other"),
    ("WK.staffing", r"\b(?:conference|vacation|holiday|understaffed|short[- ]staffed|out of office|in attendance)"),
    ("WK.time-pressure", r"\b(?:time pressure|deadline|rush)"),
    ("WK.interruption", r"\b(?:distract|interrupt|noise)"),
    ("OR.accepted-risk", r"\bknown (?:to be|risk|issue)|longstanding|risk was accepted"),
    ("OR.deferred-work", r"\b(?:tech(?:nical)? debt|postponed|deprioriti[sz]ed|deferred|opted to)"),
    ("OR.ownership-gap", r"\b(?:no|without) (?:clear )?owner|ownership"),
    ("AR.limit-reached", r"\b(?:starvation|exhaust|ran out of|out of (?:memory|disk|space|connections)|quota|(?:disk|is|was|are|stays|queue) full\b|saturat|overload|max(?:ing|ed) out|capacity|under (?:far )?(?:more|excessive) load)"),
    ("AR.retry-amplification", r"\b(?:retr(?:y|ies)|thundering herd|retry storm)"),
    ("AR.untested-failover", r"\bfail-?over|\bbackups?\b|\brestore\b"),
    ("AR.single-instance", r"\bsingle (?:point of failure|instance|node|region|zone|nginx|proxy|server)"),
    ("AR.demand-shift", r"\b(?:traffic|demand|load) (?:spike|surge|increase)|spike in|large event"),
    ("AR.tight-coupling", r"\bcascad|back-?pressure|tight(?:ly)? coupl"),
    ("AR.shared-fate", r"\bshared\b|priority-classes|noisy neighbou?r"),
    ("AR.hidden-dependency", r"\bdependenc|depends on\b"),
    ("SW.concurrency", r"\b(?:race condition|deadlock|concurren|state lock)"),
    ("SW.no-limit", r"\b(?:time-?outs?|no (?:memory )?limits?|without (?:a )?limit|unlimited|memory leak|resource leak|leak)"),
    ("SW.unbounded-input", r"\bunbounded|double in numbers|duplicate"),
    ("SW.unsafe-default", r"\bdefault(?:s|ing|ed)?\b"),
    ("SW.unvalidated-input", r"\b(?:not |no |missing |did not |didn.t |failed to )(?:\w+ ){0,3}(?:validat|check|throw)|validat"),
    ("SW.boundary", r"\b(?:overflow|off[- ]by[- ]one|leap|expir|encoding|time ?zone|daylight)"),
    ("SW.data-shape", r"\b(?:null|malformed|unexpected (?:input|data|value|format)|schema|not passing)"),
    ("SW.defect-in-path", r"\b(?:bugs?|defect|regression|broken|probes?)\b|\btests?\b|\btesting\b|not (?:implemented|using)"),
    ("CH.large-change", r"\b(?:large|big|huge|massive) (?:change|deploy|diff|release|pr)"),
)  # fmt: skip
_PATTERNS = tuple((key, re.compile(pattern, re.IGNORECASE)) for key, pattern in _TABLE)
_ROLES = (
    ("delayed_detection", re.compile(r"\b(?:before (?:we|it was) (?:noticed|detected)|unnoticed|blind to|not (?:immediately )?visible|detect(?:ion)? (?:was )?(?:slow|delayed|late)|alerting not)", re.I)),
    ("delayed_recovery", re.compile(r"\b(?:prolonged|delayed|took (?:way )?longer|slow(?:ed)? (?:down )?(?:the )?(?:recovery|response)|remediation steps unclear|response time)", re.I)),
    ("trigger", re.compile(r"\btriggered by\b|\bthe trigger\b|unexpectedly triggered", re.I)),
    ("amplifier", re.compile(r"\b(?:made (?:it|things|matters) worse|amplif|compounded|confused matters|exacerbat)", re.I)),
)  # fmt: skip


def guess_factor(text: str) -> str:
    """A key of the taxonomy that the words point to, or ""."""
    head = text[:500]
    return next((key for key, pattern in _PATTERNS if pattern.search(head)), "")


def guess_role(text: str) -> str:
    """A role of `factors.ROLES` where the words say it, else ""."""
    return next((role for role, pattern in _ROLES if pattern.search(text[:500])), "")
