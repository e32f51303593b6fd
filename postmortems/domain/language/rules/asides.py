"""B and C, continued. What is said of people in passing, and the course that events might have taken."""

from postmortems.domain.language.model import Rule
from postmortems.domain.language.sources import CAUSATION, DEKKER, LEVESON, TRAPS

_THOUGHTLESS = "checking|double-checking|double checking|thinking|testing|reading|asking|telling|verifying|reali[sz]ing|looking|waiting|considering|consulting|confirming|understanding|noticing"
_NOT_DONE = "following|checking|testing|waiting|asking|rolling|admitting|informing|investigating|fixing|listening|reading|escalating|communicating|addressing|owning"

RULES = (
    Rule(
        id="C9",
        title="Without thinking",
        category="omission",
        severity="warn",
        why="A clause in passing decides what a person should have had in mind. What was in front of them is still missing.",
        source=f"{DEKKER}; {LEVESON}",
        example="Without checking the hostname, the engineer rebooted the server.",
        counter_example="Without the index, the query took 40 seconds.",
        rewrite="The engineer rebooted the server; the hostname was visible in ____.",
        patterns=(
            rf"^[ ]*(?:without|not) (?:{{adv}})(?:{_THOUGHTLESS})\b[^.;]{{0,80}}?, {{who}}",
            rf"^[ ]*(?:instead of|rather than) (?:{_NOT_DONE})\b[^.;,]{{0,80}}, {{who}}",
            r"{who}[^.;]{0,80} without (?:thinking|a second thought|second thoughts|hesitation)\b",
            r"^[ ]*(?:thinking|believing|assuming|convinced)(?: that)? [^.;,]{1,80}, (?:{person}|{we}) (?:{adv})(?:deleted|dropped|ran|removed|restarted|rebooted|wiped|executed|pushed|deployed|merged|shut|stopped|typed|pressed|disabled)\b",
            r"{third} (?:{adv})(?:had |have )?locked (?:themselves|himself|herself|everyone|everybody|{who}) out\b",
            r"\b(?:has|have|had|was|were|be|been) (?:since |also |now )?(?:disciplined|retrained|re-trained)\b|{person}[^.;]{0,30}? (?:was|were|has been|have been|has since been|have since been|will be) (?:{adv})(?:dismissed|fired|sacked|suspended|let go|reminded to)\b",
            r"{third} (?:{adv})(?:needs?|has|have|must)(?: to)? (?:stop [a-z]+ing|learn to)\b",
            r"\b(?:stopped|quit) (?:looking at|reading|paying attention to|checking) (?:it|them|the)\b",
            r"{third} (?:{adv})kept (?:quiet|silent|insisting|denying)\b|{third} kept telling {who} that everything\b",
            r"{third} (?:{adv})waited [^.;,]{1,40}? before (?:telling|informing|admitting|disclosing|notifying|announcing|acknowledging)\b",
            r"{who} (?:{adv})(?:assumed|thought|believed|concluded|expected),? (?:wrongly|incorrectly|mistakenly|falsely)\b",
            r"{who} (?:was|were) under the (?:false|wrong|mistaken|incorrect) (?:impression|assumption|belief)\b",
            r"{who} (?:{adv})(?:omitted|left out|skipped|missed out) (?:a|one|several|this|that|the [a-z]+) (?:[a-z]+ )?(?:steps?|checks?)\b",
            r"{who} (?:{adv})(?:relied|depended|trusted|leaned) (?:{adv})(?:too (?:much|heavily|strongly)|blindly) (?:on|in)\b",
            r"\b(?:somebody|someone) else's (?:problem|responsibility|task)\b|(?:{person}|someone|somebody) else's (?:problem|responsibility|task)\b|(?:was|is|be) (?:{person}|someone|somebody) else's job\b",
            r"\b(?:acknowledged|seen|read|raised|noted|flagged|reported),? and then (?:forgotten|ignored|dropped)\b",
            r"{who} [^.;]{1,60}because (?:it|they) (?:was|were) (?:{adv})(?:annoying|inconvenient|in the way|too much (?:work|effort|trouble|hassle))\b",
            r"{who} (?:{adv})(?:knew|known) (?:to be|was|were|could be) (?:{adv})(?:risky|wrong|unsafe|broken|untested|insecure|dangerous|vulnerable)\b",
            r"{third} (?:{adv})(?:gave|told|fed) (?:customers|users|{who}|the public|the press) (?:the )?(?:wrong|false|misleading|incorrect) (?:information|advice|answers?|story|instructions)\b",
            r"\b(?:handling|communication|response|management|reaction)(?: of [^.;,]{1,40}?)? (?:was|were|is|has been) (?:{adv})(?:a |an )?(?:disaster|shambles|disgrace|mess|farce|catastrophe|fiasco|misleading|dishonest|disgraceful|abysmal|appalling|lamentable)\b",
        ),
        unless=(
            r"\bif {who}",
            r"instead of (?:asking|looking|investigating|checking) (?:who|whether|why|how)\b",
            r"(?:can|could|may|must|should|to) (?:[a-z]+ ){0,3}without (?:thinking|hesitation)",
        ),
        question="What was in front of them at that moment, and what would have shown the difference?",
    ),
    Rule(
        id="B16",
        title="Another course of events",
        category="counterfactual",
        severity="warn",
        why="The better course is drawn from the outcome. The course that was taken had reasons, and those can be written down.",
        source=f"{TRAPS}; {CAUSATION}",
        example="Earlier escalation would have helped.",
        counter_example="The escalation took place at 14:20.",
        rewrite="The escalation took place at ____, because ____.",
        patterns=(
            r"\bshould(?:'ve| {have}) (?:{adv})been an? (?:second|third|two-person|proper|formal|manual|written|independent|additional|better|real) (?:approval|review|check|sign-?off|confirmation|opinion|pair|announcement|test|plan|handover|discussion|decision)\b",
            r"\bshould(?:'ve| {have}) (?:{adv})(?:existed|been there|been in place|been done|been fixed|happened) (?:from|since|all along|long|years|months|much|before)\b",
            r"\bshould(?:n't| not| never)(?:'ve| {have}) (?:{adv})(?:reached|made it (?:to|past|into|through)|left|entered|landed in|passed|got to|gotten to) (?:[a-z]+ ){0,2}?(?:customers?|production|prod|users?|review|lab|factory|building|master|main|release|public)\b",
            r"\b(?:warnings?|alarms?|signs?|email|emails|report|reports|results?|incidents?|experience|findings?|outages?|that|this|which) should(?:'ve| {have}) (?:{adv})(?:prompted|raised|led to|made {who}|told {who}|given {who} pause|triggered (?:an investigation|a review|concern|questions|a discussion))\b",
            r"\b(?:plan|checklist|process|review|procedure|training|documentation|runbook|design|rollout|policy|audit|handover|announcement|risk assessment|rehearsal|drill) should(?:'ve| {have}) (?:{adv})(?:included|covered|mentioned|had|said|warned|required|contained|listed|anticipated|considered|identified|addressed)\b",
            r"\b(?:right|better|best|sensible|correct|wise|obvious) (?:decision|step|course|action|response|answer)(?: [a-z]+)? would(?:'ve| {have}) been\b",
            r"\bwould(?:'ve| {have}) done well to\b|\bwould(?:'ve| {have}) cost (?:{who} )?(?:nothing|little|very little|next to nothing)\b",
            r"\b(?:minutes?|moment|bit|second)s? of (?:thought|thinking|reflection|reading|googling|testing|planning|attention) would\b(?! not)",
            r"\b(?:or|and|but) should(?:'ve| {have}) (?:{adv})(?:known|noticed|seen|asked|realised|realized)\b",
            r"\b(?:was|were) always going to (?:happen|fail|break|end|go wrong|blow up)\b|\bclear to (?:everyone|everybody|anyone|anybody)\b",
            r"\bin an? (?:ideal|perfect|better) world,? {who} (?:would|should)\b",
            r"\bwithout (?:this|that|the|our|his|her|their|such an?) (?:[a-z]+ )?(?:mistake|error|oversight|blunder|negligence|carelessness|recklessness),? [^.;]{1,60} (?:would|could|might)\b",
            r"\b(?:earlier|quicker|faster|prompt|prompter|timely|swifter|closer|clearer) (?:[a-z]+ )?(?:escalation|action|reaction|communication|intervention|notice|warning|decision|contact|involvement|coordination|cooperation|instructions|supervision)(?: [^.;]{1,50}?)? (?:would|could|might)(?:'ve| {have}) [a-z]+",
            r"\b(?:need not|needn't) have (?:happened|been|taken|lasted|occurred|gone)\b|\b(?:did not|didn't) (?:have|need) to (?:happen|be this|take this|take that|end this|be so|come to this)\b",
        ),
        unless=(
            r"\b(?:thought|believed|expected|assumed) (?:that )?[^.;]{0,25}should",
            r"\b(?:nothing|no|neither|whether|doubtful)\b[^.;]{0,60}(?:would|could|might)",
        ),
        question="What spoke for the course that was taken, at that time?",
    ),
)
