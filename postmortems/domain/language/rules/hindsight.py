"""H. Words that make the hard look easy, or the past look plain."""

from postmortems.domain.language.model import Rule
from postmortems.domain.language.sources import CAUSATION, DEKKER, ETSY, LEVESON, PAGERDUTY, SRE

_C = "minimiser"
_DO = "restart|roll|revert|add|fix|run|do|use|check|change|turn|reboot|delete|remove|update|upgrade|set|increase|scale|click|type|call|ask|look|read|test|follow|put|kill|write|make|redeploy|rebuild|rollback|move|switch|replace|disable|enable|re-run|rerun|retry|patch|bump|apply|install|copy|restore|drop|reset|throw|create|deploy|reinstall|renew|tell|monitor|implement|build|buy|pay|stop|refresh|reload|clear|undo|adjust|edit|flip|push|merge|configure"

RULES = (
    Rule(
        id="H1", title="Obviously", category=_C, severity="warn",
        why="What is obvious now was one signal among many then. \"Obviously\" marks the place to dig.", source=f"{ETSY}; {DEKKER}",
        example="Obviously the disk was full.", counter_example="The cause was not obvious from the logs.", rewrite="The disk was full.",
        patterns=(
            r"\bclearly,? (?:this|that|it|they|the|there) [a-z ]{0,30}?(?:not|n't|no|never|wrong|bad|failed)\b",
            r"\b(?:anyone|anybody|a child|any fool|everyone|everybody) (?:could|can|would) (?:have )?(?:see|seen|tell|told|know|known|notice|noticed|guess|guessed|predict|predicted)\b",
            r"\b(?:obviously|blatantly|glaringly|plainly|evidently),? (?P<next>[\w\ua000-\ua010]+)",
            r"\b(?:obviously|blatantly|glaringly)\b",
            r"\b(?:a |an |the |such an? |so |too |very |pretty |quite |fairly |rather |painfully |blindingly |seemed |was |is |were |are |be |been |became |looks? |most |more |really |now |immediately |rather |kind of )+obvious(?: enough)?\b(?! (?:cause|candidate|suspect|culprit|from the|errors?|pattern|reason|signs? of|sign of|correlation|failure|impact|effect))",
            r"\b(?:glaring|blatant) (?:[a-z]+ )?(?:mistake|error|omission|oversight|hole|problem|bug|flaw|issue)s?\b",
            r"\bclearly,? (?:{who}|should|(?:did|was|were|is|are|does|do)(?:n't| not)|wrong|not|nobody|no one|failed|the wrong|an? (?:bad|poor|stupid|mistake))",
            r"{who} (?:{adv})?clearly (?:did|was|were|is|are|have|had|has|do|does|need|needs|failed|should|could|made|missed)",
            r"\bself-evident\b|\bno-brainer\b|\bwas (?:perfectly |quite |very |all )?(?:clear|evident) (?:from the (?:start|beginning|outset)|all along)",
        ),
        unless=(r"(?:not|n't|no|non|less|never|without|neither|nothing|isn't|wasn't|any|few|hardly) (?:{adv})(?:[a-z]+ ){0,3}(?:obvious|evident|obviously|clearly)", r"(?:more|make [a-z]+(?: [a-z]+)*|makes [a-z]+|making [a-z]+) (?:it |this |errors? )?(?:more )?obvious", r"(?:anything|something|nothing|any) obvious", r"obvious (?:to|for) (?:our )?(?:users|customers)", r"clearly (?:show|shows|showed|marked|labelled|labeled|visible|stated|documented)"),
        suggest="{next}", question="To whom was it visible, where, and from when?",
    ),
    Rule(
        id="H2", title="Of course", category=_C, severity="warn",
        why="What everybody knows is written nowhere. Say where it stands.", source=ETSY,
        example="Of course you drain first.", counter_example="Step 2 of the runbook drains the node.", rewrite="You drain first (step ____ of ____).",
        patterns=(r"\b(?:of course|needless to say|it goes without saying that),? (?P<next>[\w\ua000-\ua010]+)", r"\bof course\b|\bneedless to say\b|\bas (?:{who}|we all|everyone) knows?\b|\b(?:basic |simple |plain )?common sense\b|\bit goes without saying\b|\b(?:everyone|everybody|any(?:one|body)|any (?:decent |competent |half-decent |sane |reasonable |good )[a-z]+|{who}) (?:{adv})knows? (?:that|{you}|not to|better|this|to|how)",),
        unless=(r"{who} (?:{adv})knows? (?:that|how|about)(?: the| they| our)", r"{we} know how"),
        suggest="{next}", question="Where is this step written down, and who reads it when?",
    ),
    Rule(
        id="H3", title="Just, simply", category=_C, severity="warn",
        why="\"Just\" hides the cost and the doubt of a step. Say how long it took and what spoke against it.", source=f"{ETSY}; {DEKKER}",
        example="They just needed to restart it.", counter_example="The pull request had just been merged.", rewrite="They needed to restart it (duration ____).",
        patterns=(
            r"\ball {who} (?:{adv})?(?:needed|need|wanted) (?:was|is)\b",
            r"\b(?:can|could|should|would|must|might)(?: then| also| have)? (?:just|simply|merely) (?!a |an |the |one |two |about |after |before |as |like |in |on |at |under |over |because |not |now |been |be |started |happen |see |barely )(?P<next>[a-z]+)",
            r"\b(?:is|was|were|are|seems|seemed|looks) (?:fairly |pretty |very |quite |relatively |really |actually |entirely |completely )*(?:trivial|straightforward|a no-brainer)(?= *[.,;:!]|$| to | and | once| if)",
            r"\b(?:simple|quick|easy) (?:restart|reboot|revert|config change|tweak|command|toggle|retry|grep|alert|sanity check|look-?up)\b",
            r"\b(?:one|two|five|ten)[- ](?:line|liner|minute|second|click) (?:fix|change|job|task|patch)\b",
            r"\bsurely\b",
            r"\b(?:just|simply|merely) (?P<next>needed|need|needs|had to|have to|has to|requires?|required|meant|means|involves?|involved)(?= |$)",
            r"(?:{who} (?:can|could|should|must|would|will|might|may|'d|'ll|have to|had to|need to|needed to) |\bto |\bplease |\band |\bor |\bthen |\b(?:can|could|should|would|must|might) |\blet's |\bwhy not |^[ ]*|[,:;] |{you} |{we} )(?:just|simply|merely) (?P<next>" + _DO + r")\b",
            r"\b(?:is|was|it's|that's|were|are|'s|be|solution|fix|answer|would be) (?:{adv})?(?:just|simply|merely|only) (?:a (?:simple |matter |case |quick |small |tiny |minor |one-line |trivial |single )|about |one (?:line|command|click|flag|character|setting|of)|an? [a-z]+ (?:away|change|fix|restart|tweak)|{code}|to |restarting|a (?:restart|reboot|config|typo|bug|line|flag|reset|rollback))",
            r"\b(?:fix|solution|change|answer|workaround|remedy|recovery|mitigation|rollback|migration|upgrade|deployment|task|job|it|this|that|problem|cause|patch|step|process|resolution|repair|restart|move|check)s? (?:itself )?(?:was|is|were|are|seemed|seems|looks|looked|turned out to be|proved|would be|would've been|would have been|should be|should've been|should have been|will be) (?:{adv})?(?:pretty |quite |very |really |fairly |relatively |super |actually |rather |as |so |extremely |dead |almost |a )*(?:trivial|easy|simple|straightforward|obvious|simple enough|easy enough|quick fix|no big deal|piece of cake|easy fix|simple fix|trivial fix|one-liner|one-line)\b(?! (?:mistake|oversight|error|typo|to (?:miss|overlook|confuse|misread|see why|mistake|forget)|way|for (?:people|users|an attacker)))",
            r"\b(?:trivially|easily) (?:fixed|fixable|solved|solvable|resolved|avoided|avoidable|prevented|preventable|caught|detected|reverted|spotted|have|done|tested|found|corrected|handled|be (?:fixed|avoided|prevented|caught|solved|tested|done|handled|detected|resolved))\b",
            r"\b(?:easy|simple|trivial|quick|straightforward|one-line|basic|easiest|simplest) (?:fix|solution|change|patch|check|step|thing|task|job|rollback|restart|matter|migration|upgrade|precaution|workaround|enough to|one-line|procedure)(?:es|s)?\b(?! (?:of|for) the)",
            r"\b(?:as (?:simple|easy) as|a (?:simple |mere )?matter of|all {who} (?:{adv})?(?:had|have|need|needed|has|needs) to do|all (?:it|that) (?:took|takes|would take|was needed|was required|needed)|all that's needed|nothing more than|how hard|can't be that hard|not (?:that |very |exactly |so )?(?:hard|difficult|rocket science|complicated)|isn't (?:that |very |exactly |so )?(?:hard|difficult|rocket science|complicated)|rocket science|piece of cake|child's play|no big deal|a no-brainer|couldn't be (?:easier|simpler)|only (?:takes?|took|had|have|has|need|needed|needs) (?:to |a (?:minute|second|few|moment)|{who} (?:a|five|ten|two)))",
            r"{who} (?:{adv})?(?:only|just|simply) (?:had|have|need|needed|has|needs) to\b",
            r"\b(?:should|would|could|ought to|must|can)(?:n't| not)? (?:{adv})?(?:be|have been|'ve been) (?:{adv})?(?:pretty |quite |very |fairly |relatively )*(?:easy|simple|trivial|straightforward|no problem|quick)\b(?! (?:for|way))",
            r"^[ ]*[a-z]+ing [^.;,]{2,60} (?:is|was|would be|should be) (?:{adv})?(?:pretty |quite |very |really |fairly |so )*(?:easy|trivial|simple|straightforward|no big deal|a no-brainer)(?= *[.!,]|$)",
            r"\b(?:literally|only|just) (?:(?:one|a single|two|five|a few|three|ten) )(?:line|lines|click|clicks|command|seconds|minutes|characters?) (?:of|away|to|change|fix|long)\b|\btook literally\b|\bliterally (?:one|five|two|a)\b",
            r"\b(?:can't|cannot|can not|shouldn't|couldn't) (?:really |actually )?be (?:that|so|very|too) (?:hard|difficult|complicated)\b",
            r"^[ ]*just don't\b|\bwhy (?:not|don't {who}|didn't {who}|can't {who}|couldn't {who}) (?:just|simply)\b",
            r"\bit(?:'s| is| was) (?:{adv})?(?:pretty |very |quite |fairly |super |really |so )*(?:easy|simple|trivial|straightforward) to (?!miss|overlook|confuse|misread|see why|mistake|forget|accidentally|make)",
        ),
        unless=(r"(?:simply|just) (?:do|did|does|can|could|have|is|are|was|were)(?: not|n't| no)\b",
            r"(?:(?<!why[ ])not|n't|never|no|isn't|wasn't|aren't|than|nor|far from) (?:{adv})?(?:as |that |so |always |a |an |any |necessarily |very |just |simply |be )*(?:trivial|easy|simple|straightforward|easily|just|simply|merely)", r"decided to just", r"easy to (?:blame|point|forget|say|judge|call)", r"\b(?:harder|more difficult|tricky|is hard|was hard|hard to)\b",
            r"(?:make|makes|making|made|keep|makes it) (?:[a-z]+ ){0,5}(?:easy|easier|simple|simpler|easily|trivial)", r"just (?:as|like|about|before|after|over|under|in|now|been|starting|started|one|two|enough)\b", r"simple (?:logging|metrics|and|yet)", r"(?:provide|build|find|figuring out|want|wanted|need|offer|offers|add|create|adding|design|introduce|allow|implement) (?:an?|the|more) (?:easy|easier|simple|simpler|straightforward)", r"should be (?:easy|simple|possible|straightforward) (?:to|for) (?:use|read|understand|users)",
        ),
        suggest="{next}", question="How long did it take, and what spoke against it?",
    ),
    Rule(
        id="H4", title="For some reason", category=_C, severity="nudge",
        why="An unknown is a finding in itself. Write it down as an open question.", source=f"{CAUSATION}; {LEVESON}",
        example="For some reason it was disabled.", counter_example="It is unknown who or what disabled it.", rewrite="It was disabled; open question: ____.",
        patterns=(r"\b(?:somehow|for (?:some|whatever|unknown|no good) reasons?|inexplicably|mysteriously|bafflingly)\b",),
        question="Which evidence would answer it, and where is it kept?",
    ),
    Rule(
        id="H5", title="Despite being warned", category="counterfactual", severity="block",
        why="The warning and the action are joined afterwards. In between stood all the other warnings.", source=DEKKER,
        example="Despite being warned, they went ahead.", counter_example="The warning text is the same for all 40 job types.", rewrite="The warnings were ____, and they went ahead at ____.",
        patterns=(r"\b(?:even though|although|despite|in spite of|after) (?:{who} )?(?:{adv})?(?:being |having been |been |were |was |having |had been |had )?(?:repeatedly |explicitly |clearly |multiple times |often )?(?:warned|told|trained|reminded|advised|instructed)\b", r"\b(?:despite|in spite of|against) (?:the |all |our |my |repeated |clear |multiple |several |explicit |many |numerous )*(?:warnings?|alerts?|documentation|advice|reminders?|instructions?|requests?|signs)\b", r"{who} (?:{adv})?(?:was|were|had been|have been|been|has been) (?:{adv})?(?:warned|told)(?: (?:by {who} that|about|of|not|that|multiple|many|several|repeatedly|before|to))", r"{we} (?:{adv})?(?:warned|told) {who} (?:about|that|not|this|so|many|multiple|repeatedly)", r"\b(?:i|we) told you so\b"),
        unless=(r"(?:was|were|been) told (?:that )?(?:the )?(?:fix|issue|problem|service|incident|customers)", r"protect[a-z]* against", r"alerts? against", r"despite (?:the |our )*alerts? (?:firing|being|having)"),
        question="How many such warnings were there, and what had they meant before?",
    ),
    Rule(
        id="H6", title="Bound to happen", category="counterfactual", severity="warn",
        why="It makes the outcome look certain from the start. The earlier incidents with the same condition are a fact.", source=f"{DEKKER}; {PAGERDUTY}",
        example="It was an accident waiting to happen.", counter_example="The same condition appears in incidents 112 and 140.", rewrite="The same condition was present in ____ and ____.",
        patterns=(
            r"\bsooner or later\b|\b(?:ticking )?time bomb\b|\bforegone conclusion\b",
            r"\b(?:unsurprisingly|no wonder)\b",r"\b(?:foreseeabl[ey]|(?:was|were|entirely|totally|completely|is|so|all too|perfectly|very) (?:{adv})?(?:predictable|inevitable)|predictably|bound to (?:happen|fail|break|go)|(?:accident|disaster|catastrophe|time bomb|outage) waiting|(?:was|were|just|only|is) (?:{adv})?a matter of time|{who} (?:could|should) (?:have |'ve )?(?:seen?|predicted) (?:this|that|it) coming|saw (?:this|that|it) coming|(?:no|not|hardly|n't) (?:a )?surpris(?:e|ing|ed)(?: that| this|[ ]*[.!,]|$))",),
        unless=(r"is bound to fail",),
        question="Where has the same condition appeared before?",
    ),
    Rule(
        id="H7", title="Red flags", category="counterfactual", severity="warn",
        why="A flag turns red with the outcome. List each signal with its time and its usual meaning.", source=DEKKER,
        example="There were red flags.", counter_example="Two alerts fired at 13:02.", rewrite="There were signals at ____; their usual meaning is ____.",
        patterns=(r"\bred flags?\b|\bwriting (?:was |is )?on the wall\b|\ball the (?:warning )?signs\b|\bwarning signs\b",), unless=(r"(?:set|add|raise|define|look for) (?:[a-z]+ )?(?:red flags?|warning signs)",),
        question="Which signal was visible to whom, and what does it usually mean?",
    ),
    Rule(
        id="H8", title="Yet again", category="normative", severity="warn",
        why="\"Again\" accuses without evidence. The earlier incident can be linked.", source=SRE,
        example="Yet again the data team was late.", counter_example="The same alert fired again at 14:02.", rewrite="The earlier incident is ____; its actions are ____.",
        patterns=(r"\b(?:yet again|once again|as usual|as always|once more|typical(?:ly)?(?: of)?|again and again|time and again),? (?:that |for |by )?(?:[a-z]+ ){0,2}{third}", r"{third} [^.;]{0,60}(?:yet again|as usual|as always|time and again|again and again)\b", r"{third} (?:{adv})?(?:always|constantly|keep|keeps|kept) (?:{adv})?(?:break|breaks|breaking|screw|screws|screwing|mess|messes|messing|forget|forgets|forgetting|ignore|ignores|ignoring|blame|blames|blaming|making|make|makes|pushing|doing|do|does)\b"),
        question="Which earlier incident is meant, and where do its actions stand?",
    ),
    Rule(
        id="H9", title="Never tests", category="normative", severity="warn",
        why="\"Never\" and \"always\" are verdicts on people. A date is a fact.", source=f"{SRE}; {CAUSATION}",
        example="Ops never tests failover.", counter_example="The last failover test was on 14 February.", rewrite="Date of the failover test before: ____.",
        patterns=(r"\b(?:never|always) (?:{adv})?(?:checks?|tests?|listens?|reads?|documents?|communicates?|thinks?|cares?|bothers?|learns?|tells?|asks?)\b",), unless=(r"(?:will|must|should|to|shall|please|we'll|can) (?:now )?(?:never|always)", r"^[ ]*(?:never|always)", r"(?:job|script|pipeline|probe|code|client|server|system|it|loop|suite|hook|thread|process|worker|service|function|proxy|driver|agent|parser) (?:never|always)"),
        question="When was it done last?",
    ),
)  # fmt: skip
