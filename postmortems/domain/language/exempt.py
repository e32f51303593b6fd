"""Sentences that speak about blame in order to set it aside: they are left alone."""

from __future__ import annotations

import re

_CUES = re.compile(
    r"blam|fault|human|operator|user error|mistake|responsib|finger|culprit|guilt|mak(?:e|ing) errors|hindsight|careless|counterfactual"
)

_BLAMING = r"(?:blam(?:e|ed|ing|es)|faults?|human[- ]errors?|operator errors?|user errors?|fingers?|culprits?|guilt|guilty part(?:y|ies)|pointing|mistakes?|accountable)"
_REJECTS = re.compile(
    "|".join(
        (
            rf"(?:n't|\b(?:not|never|no|without|nobody|nor|avoid(?:s|ing)?|instead of|rather than|than|beyond|stop|against|less|isn't|zero)) (?:[a-z\ua000-\ua010',-]+ +){{0,4}}?(?:\"? ?){_BLAMING}\b(?! (?:rate|budget|but|except))",
            r"\b(?:nobody|no one|no-one|no single person|nobody's|no one's) (?:[a-z]+ +){0,3}?(?:to blame(?! but| except)|at fault|responsible|fault|guilty)",
            r"\b(?:human|operator|user|any operator|any human)(?: |-)errors? (?:is|are|as|was|being) (?:[a-z]+ +){0,3}?(?:never|not|a symptom|the symptom|symptoms|an effect|the effect|the start|a start|n't|rarely|a label|inevitable|a starting|the starting|seen as|only)",
            r"\b(?:human|operator|user)(?: |-)errors? (?:isn't|aren't|alone|does not|doesn't|cannot|can't|should not|shouldn't|must not|can happen|happens|will happen)",
            r"\b(?:reduc|prevent|eliminat|minimi[sz]|avoid|limit|guard|protect|mitigat|remov|tolera|resist|resilien|catch|safe|lower|decreas)[a-z]* (?:[a-z]+ +){0,6}?(?:from |of |for |against |to )?(?:a |any |the |simple |common |potential )?(?:human|operator|user|manual|programmer|developer)(?: |-)(?:errors?|mistakes?)",
            r"(?:not|n't|never) (?:consider|see|regard|view|treat|call|classify|describe|count)\b[^.;]{0,30}(?:error|mistake|fault)",
            r"\b(?:prone|proof|susceptible|vulnerable|due) to (?:manual |human |operator )errors?\b(?= (?:in|when|if) (?:general|future))|(?:human|user|operator)[- ]error[- ](?:prone|proof)|error-prone",
            r"\b(?:chance|risk|potential|possibility|likelihood|opportunit(?:y|ies)|room|probability|surface|scope) (?:of|for) (?:[a-z]+ +)?(?:human|operator|user|manual)?[ -]?(?:errors?|mistakes?)",
            r"\bassign(?:ing|s|ed)? (?:any )?(?:blame|fault)|\b(?:look|looking|search|searching|hunt|hunting|find|finding) for (?:a |the |someone|somebody|who|whom)[a-z ]*(?:blame|fault|culprit|guilty)",
            r"\b(?:blame|fault) (?:culture|game|is not|isn't|has no|does not|doesn't|helps nobody)|culture of blame|lay(?:ing)? blame",
            r"\b(?:human|everyone|people|any(?:one|body)|operator)s?(?:'s)? (?:error|mistake)s? (?:is|are|will be) (?:[a-z]+ ){0,2}(?:inevitable|unavoidable|normal|expected|part of)",
            r"\b(?:human|operator|user) errors? (?:is|are) (?:always )?(?:a |an |part |just )?(?:risk|fact|given|reality|category|constant|certainty|of life)",
            r"\b(?:human|operator|user) errors? (?:is|are|was|were|gets?|remains?) (?:[a-z]+ ){0,2}(?:used|cited|blamed|identified|given|listed|treated|invoked|named|labell?ed)\b",
            r"\b(?:designed|built|expected|made|meant|able|made) (?:[a-z]+ )?(?:to|for) (?:handle|tolerate|survive|absorb|cope with|withstand|accommodate|account for|allow for)(?: [a-z]+){0,2} (?:human|operator|user) (?:error|mistake)s?\b",
            r"\b(?:problem|question|possibility|effects?|topic|notion|idea) of (?:human|user|operator)[ -](?:error|mistake)s?\b",
            r"\b(?:none|neither|nothing|not one|no part) of (?:which|this|these|it|them|that) (?:is|are|was|were) [^.]{0,30}(?:fault|blame)",
            r"\b(?:instinct|tempt[a-z]+|urge|tendency|natural|rush|drives? us|want|easy) (?:[a-z]+ ){0,3}to (?:[a-z]+ ){0,2}(?:find|look for|blame|point|single out)",
            r"\bnot (?:on |about |a question of |a matter of )?who\b|\bnot (?:my|his|her|their|your|our|the [a-z]+'s) (?:own )?fault\b",
            r"\bmistakes? (?:that )?(?:any(?:one|body)|every(?:one|body)|any of us|we all)\b",
            r"\b(?:easy|unfair|wrong|convenient) to (?:blame|point)|\btempting to (?:blame|call|say|point)|\bhindsight bias\b",
            r"\b(?:calling|labell?ing|call|label) (?:it|this|that|something|an outage) (?:a |an )?(?:simple )?(?:human|operator|user)",
            r"\b(?:even|also) (?:the )?(?:best|most (?:experienced|careful|senior|skilled)|good|great|experts?|experienced|careful)(?: [a-z]+){0,2}? (?:can |will |may |do |still )*(?:make|makes|made|making) (?:[a-z]+ )?(?:mistakes?|errors?)",
            r"\b(?:never|nobody|no one|no-one|none|don't|do not|doesn't|does not|didn't|did not)(?: [a-z]+){0,3}? (?:intends?|intended|means?|meant|sets?|plans?|planned|wants?|wanted|tr(?:y|ies|ied)|wakes?|comes?|came|goes|went)(?: [a-z]+){0,4}? (?:mak(?:e|ing)|commit(?:ting)?) (?:[a-z]+ )?(?:mistakes?|errors?)",
            r"\b(?:could|can|would) only (?:have )?(?:ma(?:de|ke)|happen(?:ed)?|occur(?:red)?|be|been)[^.;]{0,30}(?:mistakes?|errors?)?[^.;]{0,10}? because\b",
            r"\b(?:stor(?:y|ies)|tales?|questions?|matters?|cases?)(?: [a-z]+)? (?:of|about) (?:[a-z]+ )?(?:fault|blame|guilt|human error)\b",
            r"\bblam(?:e|es|ed|ing) (?:an? |the |any |single )?(?:individuals?|people|persons?|operators?|engineers?|someone|somebody|one another|each other) (?:rather than|instead of|and not|is|does|will|would|only)\b",
            r"\b(?:allow|let|invit|permit|enabl)[a-z]* (?:[a-z\ua000-\ua010]+ ){1,4}(?:to )?make (?:this|that|the|a|such an?|these) (?:[a-z]+ )?(?:mistakes?|errors?)\b",
            r"\b(?:calling|labell?ing) (?:it|this|that|something) (?:an? )?(?:[a-z]+ )?(?:mistake|error|failure|blunder)[^.;]{0,40} (?:explains?|tells?|helps?|hides?|misses|ends|does|is (?:easy|tempting|unfair|too|not))",
            r"\bpeople (?:don't|do not|rarely) (?:fail|cause|make)|\bas much (?:a )?(?:system|process)",
        )
    )
)
_SPARED = frozenset({"person-blame", "human-error"})


def rejects_blame(sentence: str) -> bool:
    """Whether a small-letter sentence names blame or human error only to set it aside."""
    return bool(_CUES.search(sentence)) and bool(_REJECTS.search(sentence))


def spared(category: str) -> bool:
    """Whether findings of the category are dropped in a sentence that rejects blame."""
    return category in _SPARED
