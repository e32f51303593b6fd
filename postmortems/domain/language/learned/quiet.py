"""Ways to speak of which a likeness is no sign: plans, thanks, what a machine should do, what is said not to be easy."""

from __future__ import annotations

import re

_DO = (
    "add|adopt|assign|automate|build|clarify|consider|create|decide|define|describe|determine|discuss|document|enable|ensure|"
    "establish|evaluate|expand|explain|explore|extend|find|fix|follow|identify|implement|improve|include|increase|introduce|"
    "investigate|keep|limit|list|look|make|measure|migrate|monitor|move|plan|prevent|provide|publish|reduce|remove|rename|replace|"
    "report|require|review|schedule|set|share|specify|split|test|track|train|update|upgrade|use|write"
)
_MACHINE = (
    "alarms?|alerts?|alerting|api|apps?|backups?|bot|builds?|button|cache|canary|certificates?|checks?|ci|client|code|"
    "config(?:uration)?|connections?|controllers?|daemon|dashboards?|database|deploys?|enforcement|files?|firewall|gateway|"
    "handler|hooks?|jobs?|jobs|limits?|linter|lock|messages?|monitoring|nodes?|packets?|parser|pipeline|pods?|probes?|proxy|queries|"
    "query|queue|records?|replicas?|requests?|response|retries|retry|scripts?|server|service|settings?|suite|system|tables?|tests?|"
    "timeouts?|tokens?|tools?|traffic|validators?|values?|workers?"
)
# What a sentence is not likened to, where it has this.
_QUIET = {
    "blame": (
        rf"^[ ]*(?:{_DO}) ",
        r"\bapologi[sz]e for (?:any|the) (?:\w+ )?(?:interruption|inconvenience|disruption|impact|trouble|noise|delay)",
        r"\b(?:team|group|meeting|retro) (?:has )?(?:discussed|agreed|decided)\b",
        r"\b(?:people|we|they|engineers|operators|everyone|developers) (?:are|is|remain) (?:all |only |still |just )*human\b(?! error)|\bto err is human\b|\bnote to self\b",
        r"(?:\bblameless|\ua010+) (?:culture|postmortems?|retrospectives?)\b",
        r"\bit(?:['’]s| is) (?:ok|okay)\b|\bwe(?:['’]ve| have) all (?:done|been)\b|\bout of (?:my|our|their) control\b|\b(?:was|were)(?:n['’]t| not) (?:immediately |too )?(?:alarmed|worried|concerned)\b",
        r"\bwould be (?:great|nice|good|better|helpful)\b|^[ ]*(?:be|was) (?:great|nice)\b|\bmistakes happen\b|\bnot a solution\b|\bbugs happen\b",
    ),
    "hindsight": (
        rf"^[ ]*(?:{_DO}) ",
        r"\bshould have (?:a|an|another|more|better|fewer|less|two|at least|access|alerts?|alerting|monitoring|in)\b",
        r"\b(?:team|group|meeting|retro) (?:has )?(?:discussed|agreed|decided)\b",
        r"\b(?:think|believe) we (?:need|want|can)\b|\bquestion is (?:if|whether)\b|\bbelieved it should\b",
        r"\b(?:could|would|might) be (?:a )?(?:very |really )?(?:good|nice|great|useful|helpful|better)\b",
        rf"\b(?:{_MACHINE})(?: [\w-]+ed)? (?:that |which )?_?should",
        r"\bshould(?:n't| not) (?:have (?:to|any)|happen|be)\b",
        r"\bshould(?:n't| not)? have been (?:[a-z]+ly )?(?:\(|possible|impactful|transparent|invisible|seamless|harmless|unaffected|reachable|visible|able)",
        r"\bthere should (?:have been|be) (?:no|nothing)\b|\bno way for (?:one|a single|any) (?:person|engineer|operator|change|command)\b",
        r"\b(?:commit|release|wording|tag|label|version|merge|bump|title|changelog|header) should have [a-z]+ed the\b",
        r"\b(?:has|have|had|with) (?:a |an )?(?:built-in |special )?(?:feature|option|setting|mode|flag|mechanism) (?:that|which) would have\b",
        r"\b(?:did ?n['’]?t|not|never) [a-z ]{2,30} as (?:it|they) should(?: have)?\b",
        r"\bthan (?:it|they|this|that) should(?:['’]ve| have)\b|\bshould have\?",
        r"\bif (?:this|it|that|they) (?:had|did)(?:n['’]t| not)?, (?:this|it|that|they) would have\b",
        rf"\b(?:{_MACHINE}|unit tests?|release|rollout|replica|limiter) (?:to [^.;,]{{1,60}} )?(?:could|would|might) (?:probably |likely |also |easily |significantly )*have (?:\w+ly )?(?:caught|prevented|detected|stopped|limited|minimi[sz]ed|reduced|shown)\b",
        r"\bcould have been (?:so |a lot |far |even |very )*(?:much )?worse\b",
        r"\bif (?:this|it) had happened\b|\bif we had to\b|\ball (?:customers|users) would have\b",
    ),
    "minimiser": (
        r"(?:\bnot\b|n't|\bdoubtful|\bnever|\bhardly|\bno)\b[^.;]{0,40}\b(?:easy|simple|trivial|simply|just)\b",
        r"\b(?:proper|permanent|real|actual|long-term) fix (?:is|will|would|lands?)\b|\bstop-?gap\b",
        r"\bproblem was (?:solved|fixed|resolved)\b|\ba quick look at\b|\bjust to be (?:clear|safe|sure)\b",
    ),
}
_COMPILED = {kind: re.compile("|".join(one)) for kind, one in _QUIET.items()}


def is_plain(kind: str, sentence: str) -> bool:
    """Whether a small-letter sentence says something for which a likeness of the kind is no sign."""
    return _COMPILED[kind].search(sentence) is not None
