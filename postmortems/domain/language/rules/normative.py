"""G. Judging words: work measured against a norm that the text does not name."""

from postmortems.domain.language.model import Rule
from postmortems.domain.language.sources import CAUSATION, DEKKER, RULE_TEXT, SRE, TRAPS

_C = "normative"

RULES = (
    Rule(
        id="G1", title="Inadequate, insufficient", category=_C, severity="nudge",
        why="The word says that a norm was missed, not which one or by how much.", source=f"{TRAPS}; {CAUSATION}",
        example="Inadequate testing.", counter_example="Tests cover 3 of the 11 message types.", rewrite="Testing covers ____ of ____.",
        patterns=(r"\b(?:inadequate|insufficient|improper|inappropriate|unacceptable|substandard|deficient)(?:ly)?\b",),
        question="What does it cover, in numbers?",
    ),
    Rule(
        id="G2", title="Poorly done", category=_C, severity="nudge",
        why="\"Poor\" is a grade. A missing line or a retired host is a fact.", source=f"{CAUSATION}; {RULE_TEXT}",
        example="Poor documentation.", counter_example="The runbook names a retired host.", rewrite="The documentation says ____ where the system does ____.",
        patterns=(r"\b(?:poor|bad|weak|terrible|awful|horrible)(?:ly)? (?:designed|written|documented|tested|communicated|managed|design|documentation|testing|communication|process|code|management|monitoring)\b",),
        question="Which line, step or number shows it?",
    ),
    Rule(
        id="G3", title="Botched, mishandled", category=_C, severity="block",
        why="These verbs grade the work and leave the reader without what was done.", source=TRAPS,
        example="They botched the handoff.", counter_example="The handoff note listed the open alerts.", rewrite="The handoff note listed ____ but not ____.",
        patterns=(
            r"\b(?:mismanag(?:ed|ement)|mishandl(?:ed|ing)|botch(?:ed|ing)|cock-?ups?|bungl(?:ed|ing)|flubbed|butchered)\b",
            r"\b(?:mucked|screwed|messed|cocked|fucked|stuffed|goofed|effed|fouled) (?:it |them |us |him |her |this |that |things |everything |the [a-z]+ )?up\b",
            r"{who} (?:{adv})(?:have |has |had )?(?:{adv})(?:goofed|blew it|dropped the ball|blundered|fumbled|slipped up|cut corners)\b",
            r"\bballs(?:ed)? (?:it|this|that|things|everything) up\b|\bhowlers?\b",
            r"\brolled the dice\b|\bplayed fast and loose\b|\bturned a blind eye\b|\bburied (?:their|its|his|her|our) heads?\b|\bwing(?:ed|ing) it\b|\basleep on the job\b",
            r"\bdropped the ball\b|\bcut(?:s|ting)? (?:[a-z]+ ){0,3}corners\b|\bpants down\b|\bball was dropped\b|\basleep at the wheel\b",
        ),
        unless=(
            r"(?:can|could|may|might|don't|not|if) (?:{who} )?(?:{adv})(?:mess|screw)",
            r"\b(?:got|gets|was|were|been|is|being) (?:[a-z]+ )?(?:mess|screw|muck|foul)ed up(?! by)",
            r"\b(?:nobody|no one|no-one)\b",
        ),
        question="What was done, step by step?",
    ),
    Rule(
        id="G4", title="Wrongly assumed", category=_C, severity="warn",
        why="An assumption is wrong only afterwards. What made it likely is the finding.", source=DEKKER,
        example="They wrongly assumed a DDoS.", counter_example="The parser wrongly decoded the header.", rewrite="The assumption until ____ was a DDoS, because ____.",
        patterns=(
            r"(?P<who>{who}) (?:{adv})(?:had |have |has )?(?:wrong|incorrect|mistaken|false|erroneous|naive)ly (?P<next>assumed|believed|thought|concluded|decided|diagnosed|expected|attributed|interpreted|judged|estimated)",
            r"{who} (?:{adv})(?:assumed|believed|thought|concluded|diagnosed|guessed) (?:wrong|wrongly|incorrectly|mistakenly)\b",
            r"{who} (?:{adv})(?:made|had|have|under|made an?|with) (?:a |an |the |some |several )?(?:wrong|incorrect|false|mistaken|naive|bad|faulty|erroneous|invalid|flawed) (?:assumption|belief|conclusion|diagnosis|expectation|impression|mental model)s?",
            r"\b(?:wrong|incorrect|false|mistaken)(?:ly)? (?:belief|diagnosis)\b",
        ),
        suggest="{who} {next}", question="What pointed that way at the time?",
    ),
    Rule(
        id="G5", title="Too slow", category=_C, severity="warn",
        why="\"Too slow\" compares with a speed that the text does not give. Times can be compared by the reader.", source=f"{TRAPS}; {CAUSATION}",
        example="The team was too slow.", counter_example="The query was too slow.", rewrite="The team began at ____ and finished at ____.",
        patterns=(
            r"{who} (?:{adv})(?:was|were|are|is|been|acted|reacted|responded|moved) (?:{adv})(?:far |way |much |just |a bit |a little |simply |still )?too (?:slow|late|hasty|quick|casual|eager|confident|optimistic|focused|trusting|lax|busy|aggressive|cautious|lazy|quickly|slowly|hastily)(?:ly)?\b",
            r"{who} (?:{adv})(?:was|were|are|been) (?:{adv})(?:slow|late) (?:to|in)\b",
            r"{who} (?:{adv})(?:took|waited|spent) (?:far |way |much |entirely |a bit )?(?:too long|too much time|far too|longer than (?:{who}|it|necessary|needed) ?(?:should|needed)?)",
            r"{who} (?:{adv})(?:did|do|done) (?:a |an )?(?:very |really |pretty )?(?:poor|bad|terrible|lousy|horrible|awful) job\b",
            r"{who} (?:{adv})(?:have |has |had )?let (?:{who}|our|the|those|these|all|everyone|many|{who}'s?)(?: [a-z\ua000-\ua004]+){0,3} (?<!run[ ])down\b",
            r"\b(?:really |very |just |such a |simply )?(?:bad|poor|terrible|awful|horrible) practice\b",
            r"\b(?:do|act|behave|merge|deploy) (?:so |it |this )?(?:more )?responsibly\b",
            r"{who} (?:{adv})(?:had every (?:chance|opportunity|reason))\b",
            r"{who} (?:{adv})(?:was|were|are|is|been) (?:{adv})(?:unprepared|ill-prepared|ill-equipped|unprofessional)\b",
            r"{who} (?:{adv})(?:rushed (?!to (?:help|the|assist|join|fix|restore))|rushed(?= *[.,;]|$)|jumped to conclusions|jumped the gun|wasted)\b",
            r"(?:not|n't) (?:{adv})(?:communicate|respond|react|act|escalate)(?:d)? (?:{adv})(?:quickly|fast|early|soon|well|clearly|often|effectively) enough",
            r"{who} (?:{adv})(?:did|do|does)(?:n't| not) do (?:a good|enough|well|better|{who}|our)",
            r"{who} (?:{adv})(?:was|were|are|is)(?:n't| not) (?:{adv})(?:good|fast|quick|clear|transparent|prepared|ready|proactive|aggressive|careful|responsive|diligent) (?:enough|about|at|in|for)?",
        ),
        unless=(r"too (?:slow|late|quick)(?:ly)? for {code}",),
        question="When did each step begin and end?",
    ),
    Rule(
        id="G6", title="Unfortunately", category=_C, severity="nudge",
        why="The adverb tells the reader what to feel. The fact can do that.", source=SRE,
        example="Unfortunately the alert was muted.", counter_example="The alert was muted.", rewrite="The alert was muted.",
        patterns=(r"\b(?:unfortunately|regrettably|sadly|disappointingly|embarrassingly|shamefully),? (?P<next>[\w\ua000-\ua010]+)", r"\b(?:disappointing|embarrassing|shameful)\b"),
        suggest="{next}", question="Which fact stands behind the feeling?",
    ),
    Rule(
        id="G7", title="Violated the policy", category=_C, severity="warn",
        why="A rule that is often worked around says something about the rule. State the rule and the usual practice.", source=f"{CAUSATION}; {DEKKER}",
        example="The engineer violated the change policy.", counter_example="The request violated the rate limit.",
        rewrite="The change policy says ____; the usual practice is ____.",
        patterns=(r"{who} (?:{adv})(?:have |has |had )?(?:violat(?:ed|es|ing)|breached|flouted|disobeyed|disobeying|broke) (?:the |our |a |an |all |every |company |internal |security |basic )*(?:[a-z]+ )?(?:polic(?:y|ies)|procedures?|process|processes|protocols?|rules?|guidelines?|standards?|change|code of conduct|best practices?|requirements?|regulations?|laws?|terms|rule)",
                  r"(?:violation of|in breach of|contrary to|against) (?:the |our |a |company |internal |all )*(?:[a-z]+ )?(?:polic(?:y|ies)|procedures?|process|protocols?|rules|best practices)"),
        unless=(r"(?:sla|slo|content security|cors|csp|bucket|schema|network|firewall|iam|rate limit) (?:polic|rules)", r"(?:goes|go|check|checked|validat[a-z]+|protect[a-z]*|guard) against"),
        question="What does the rule say, and how is it done on an ordinary day?",
    ),
    Rule(
        id="G8", title="Bypassed the process", category=_C, severity="warn",
        why="A way round is used because it works better for somebody. Which way, and how often, is the finding.", source=f"{CAUSATION}; {DEKKER}",
        example="They bypassed the review process.", counter_example="The emergency path has no review step.",
        rewrite="The path without a review was used ____ times in ____.",
        patterns=(
            r"{subject} (?:{adv})(?:have |has |had |chose to |decided to )?(?:{adv})(?:bypass(?:ed|es|ing)?|circumvent(?:ed|ing)?|skipp(?:ed|ing)|skip|sidestepped|short-?circuited)\b (?:the |our |all |normal |standard |usual |any |a |some |code |that |this |several )*(?:[a-z-]+ )?(?:process|procedures?|reviews?|approvals?|tests?|testing|checks?|polic(?:y|ies)|protocols?|steps?|safeguards?|qa|staging|canary|runbook|checklist|controls?|dry run|validation)",
            r"{subject}[^.;,]{1,50}? and (?:{adv})(?:skip|skipped|bypassed|circumvented) (?:the |our |all |any |a |every )*(?:[a-z-]+ )?(?:process|reviews?|approvals?|tests?|testing|checks?|steps?|staging|canary|checklist)",
            r"{who} (?:{adv})(?:took|taking|takes|take) (?:a |some |the |several |too many )?(?:dangerous |quick )?shortcuts?",
            r"{third} (?:{adv})(?:have |has |had )?(?:pushed|deployed|shipped|merged|released) (?:[a-z]+ )?(?:untested|unreviewed|unverified|broken|buggy|half-baked|unapproved) ",
        ),
        question="How often is this way used, and what makes it the easier one?",
    ),
    Rule(
        id="G9", title="Did not follow the procedure", category=_C, severity="block",
        why="Written and real work always differ somewhere. What the procedure needed at that point is the finding.", source=f"{CAUSATION}; {DEKKER}",
        example="The team didn't follow the runbook.", counter_example="The runbook has a step that needs another role.",
        rewrite="Step ____ of the runbook needs ____, and the team had ____.",
        patterns=(
            r"(?:{who} )?(?:{adv})(?:did|do|does|had|have|has|was|were)(?:n't| not) (?:{adv})(?:follow(?:ed|ing)?|adhere(?:d)? to|complied with|comply with|stick to) (?:the |our |standard |proper |correct |any |normal |established |usual |basic |documented |its |his |her |their |own |all )*(?:[a-z-]+ ){0,2}(?:process(?:es)?|procedures?|runbooks?|polic(?:y|ies)|protocols?|best practices?|guidelines?|instructions?|steps?|checklist|rules?|advice|playbook|documentation|plan|practices?)",
            r"{who} (?:{adv})(?:not following|failing to follow|never followed|ignored) (?:the |our |standard |proper |any )*(?:[a-z-]+ )?(?:process|procedures?|runbook|polic(?:y|ies)|protocols?|best practices?|guidelines?|instructions|steps|checklist)",
            r"(?:procedures?|process(?:es)?|runbook|polic(?:y|ies)|protocols?|guidelines?|best practices?|checklist|instructions) (?:was|were|is|are|had|have|has)(?:n't| not)(?: been)? (?:{adv})(?:followed|adhered to|respected|observed) by {who}",
        ),
        question="What does that step need, and what was at hand?",
    ),
    Rule(
        id="G10", title="Best practice", category=_C, severity="nudge",
        why="\"Best practice\" names no control. The absent control, and the harm it limits, can be named.", source=TRAPS,
        example="Not best practice.", counter_example="There is no limit on the number of hosts.", rewrite="The absent control is ____, which limits ____.",
        patterns=(r"\b(?:best|proper|correct|right) (?:practice|way|procedure)s?\b",), question="Which control is meant, and what does it limit?",
    ),
)  # fmt: skip
