"""Which section a heading of somebody else's document means: a table of words, kept as data.

`EXACT` names whole headings; `WITHIN` are words that decide when they stand inside a longer heading, tried in order.
"""

import re
from functools import lru_cache

EXACT: dict[str, str] = {
    "summary": "summary|what happened in short|in brief|summary of the incident|summary of incident|incident in brief|key takeaways summary|short description|postmortem overview|preamble|executive summary|issue summary|incident summary|overview|tl;dr|tldr|abstract|the incident|incident overview|"
    "incident description|description|high level summary|short summary|postmortem summary|post-mortem summary|at a glance|in short|"
    "problem|problem statement|the problem|issue|what was the issue|introduction|synopsis|headline|management summary|incident|brief",
    "background": "background|background information|some background|context and background|the setup|how our system works|before we start|technical background|previously|context|background and context|system overview|glossary|terminology|definitions|introduction to the system|"
    "lead up|leadup|lead-up|architecture|system architecture|prerequisites|preface|setting|about the system|how it works",
    "narrative": "details|detail|what happened|description of the incident|detailed description|narrative|story|incident details|"
    "full account|sequence|course of events|technical details|deep dive|technical deep dive|analysis|postmortem|post-mortem|post mortem|"
    "incident report|report|what went on|more details|full story|the full story|events|detailed account|technical summary|"
    "technical analysis|the details|investigation|findings|discussion|observations|incident analysis",
    "impact": "impact|what was the impact|who was impacted|customer experience|services affected|service impact|impact and scope|impact analysis|what was impacted|users affected|customers affected|user impact|customer impact|business impact|impact summary|impact assessment|effects|effect|scope|scope of impact|"
    "extent|consequences|symptoms|affected|affected services|affected systems|who was affected|what was affected|affected users|damage|"
    "affected customers|blast radius|severity and impact|impact on customers|impact on users|user-visible impact|data loss|cost",
    "timeline": "timeline|milestones|key milestones|incident chronology|timeline (all times utc)|timeline of incident|sequence|detailed chronology|event history|incident history|times|log entries|activity log|incident timeline|timeline of events|event timeline|chronology|sequence of events|timeline of the incident|"
    "detailed timeline|log of events|incident log|event log|timestamps|what happened when|time line|full timeline|timeline (utc)|"
    "key events|history|chain of events|journal",
    "detection": "detection|how did we know|how did we notice|how we noticed|how we detected the incident|time to detection|how was it detected|how we detected it|how we found out|discovery|monitoring|detection and alerting|"
    "how was the incident detected|how was the event detected|incident detection|alerting|how did we find out|time to detect|notification",
    "response": "response|how did we respond|how was it handled|how we handled it|response timeline|incident handling and response|investigation and response|incident response|how we responded|our response|coordination|response and coordination|escalation|"
    "handling|incident handling|actions during the incident|what we did|immediate response|response summary|steps taken|actions taken|"
    "troubleshooting|diagnosis|debugging",
    "decisions": "decisions|decision points|key decisions|decisions made",
    "mitigation": "mitigation|how did we fix it|how we resolved the incident|how was it fixed|how we fixed the problem|corrective steps taken|remediation taken|how the incident was resolved|return to normal|resolution|recovery|resolution and recovery|mitigation and recovery|mitigation and resolution|remediation|"
    "the fix|fix|how we fixed it|how it was fixed|restoration|workaround|workarounds|solution|resolution & recovery|recovery and resolution|"
    "immediate mitigation|service restoration|how was it resolved|how we resolved it|recovery steps|remediation steps taken|containment",
    "trigger": "trigger|triggers|the trigger|triggering event|proximate cause|immediate cause|initial trigger|what changed",
    "factors": "how did it happen|primary issue|secondary issue|contributing factors|how did this happen|how it happened|how could this happen|what went wrong and why|contributing causes and factors|blameless root cause|cause analysis|root cause identification: the five whys|root cause identification, the five whys|why did we have this incident|likely causes|possible causes|probable cause|suspected cause|contributing factors and root causes|contributing factors & root causes|contributing factors/root causes|factors|root cause/contributing factors|contributing factor|root cause|root causes|root cause analysis|cause|causes|root cause(s)|rca|"
    "causes and contributing factors|root causes and contributing factors|underlying cause|underlying causes|contributing causes|"
    "why it happened|why did it happen|why did this happen|what caused it|what caused the incident|five whys|5 whys|the five whys|"
    "contributing conditions|conditions|causal factors|causal analysis|fault|faults|technical cause|the cause|cause of the incident|"
    "root cause and trigger|problem root cause|why the event happened|why this happened|root cause identification|hypothesis|reason|reasons",
    "controls": "controls|mitigators|what limited the impact|risk controls|defences|defenses|safeguards|barriers|what should have caught this|guardrails|controls and defences",
    "normal_work": "normal work|work as done|how the work is normally done|work as imagined and work as done",
    "went_well": "what went well|things that went well|went well|what worked|what worked well|what did we do well|what went right|successes|"
    "positives|things that went right|what we did well|keep doing|the good|good",
    "went_wrong": "what went wrong|things that went poorly|what went poorly|what went badly|what didn't go well|what did not go well|"
    "what could have gone better|what could be improved|what could have been better|things that went wrong|went wrong|went poorly|went badly|"
    "what didn't go so well|what did not go so well|what didn't work|what did not work|difficulties|challenges|what was hard|the bad|bad|"
    "what made it harder|pain points|what can we do better|what could we do better|what could we have done better|"
    "things that could have gone better|what went not so well|what didn’t go well|what didn’t go so well|areas of improvement|gaps",
    "lucky": "where we got lucky|where we were lucky|luck|what was lucky|got lucky|we got lucky|lucky|things that went lucky|near misses",
    "similar": "similar incidents|recurrence check|relevant history|related incidents|previous incidents|prior incidents|past incidents|recurrence|related|other incidents|"
    "has this happened before|recurring incidents|similar events|backlog check",
    "lessons": "opportunities|moving forward|lessons|how'd we do|how did we do|learnings and risks|what have we learned|retrospective notes|lessons learned|lessons learnt|what we learned|what we learnt|learnings|learning|insights|takeaways|key takeaways|"
    "conclusion|conclusions|reflections|retrospective|what did we learn|key learnings|closing|closing thoughts|final thoughts|lesson learned|"
    "in conclusion|wrap up|wrap-up|retro|lessons learned and insights|lessons-learned",
    "actions": "resulting action|resulting actions|what are we doing to prevent this from happening again|immediate actions taken|short-term improvements|medium-term improvements|long-term improvements|action items|what we are doing about it|what we will change|what we are changing and when|where do we go from here|where we go from here|next|what now|how are we making incidents like this less likely or less impactful|how we are making incidents like this less likely or less impactful|what are we changing|what will we change|what will we do|learnings and actions|remediation and follow-up steps|remediation and follow-up|remediation steps|next steps and follow-ups|improvement items|what we plan to do|what are we doing next|what are we going to do|preventing future incidents|measures|measures taken|countermeasures|follow-on actions|post-incident actions|retrospective action items|action items and follow-ups|how do we prevent this|how will we prevent this in the future|action item|actions|follow-up|follow up|follow-ups|followup|followups|follow-up actions|follow up actions|"
    "follow-up items|follow up items|next steps|corrective actions|corrective action|preventive actions|preventative actions|preventive measures|"
    "preventative measures|corrective and preventative measure|corrective and preventative measures|corrective and preventive measures|"
    "corrective and preventive actions|corrective measures|remediation items|remediation actions|remediations|todo|todos|to do|to-do|to dos|tasks|"
    "future improvements|improvements|action plan|improvement actions|what we are doing|what we are changing|what we're changing|"
    "what we're doing about it|what are we doing about it|what we will do|what happens next|what's next|what we are doing to prevent this|"
    "preventing recurrence|prevention|going forward|future work|remediation plan|recommendations|mitigation items|planned actions|"
    "how to fix it|long term fixes|long-term fixes|short term actions|long term actions|short-term actions|long-term actions|capa|"
    "what we’re changing|what’s next|what we’re doing|commitments|our commitments|tickets|jira tickets|follow-up tickets|how we will prevent this|"
    "preventive action|next actions|further actions|follow-up work|followup actions|follow-up tasks|immediate actions|outstanding actions",
    "not_taken": "actions not taken|declined actions|rejected actions|won't do|will not do|not doing|ideas not taken|rejected ideas|parking lot",
    "open_questions": "open questions|unknowns|unanswered questions|outstanding questions|questions|what we don't know|what we do not know|"
    "still unknown|remaining questions|not yet known|what we don’t know yet|known unknowns|outstanding issues|what we don't know yet",
    "external_message": "external message|messaging|internal email|external email|customer message|public message|how can we make our incident communications more useful|status updates|notices|apology|an apology|external messaging|communication|communications|customer communication|customer communications|"
    "public statement|status page updates|status page|external communication|message to customers|statement|internal communication",
    "what_you_can_do": "what should you do|what do you need to do|what you can do|how can customers make incidents like this less impactful|action required|what customers need to do|what you should do|what you need to do|what should i do|what customers can do|what should customers do|customer action|"
    "required action|recommended actions for customers|user action required|do i need to do anything|what do i need to do",
    "exposure": "exposure|what was exposed|data exposed|exposed data|information involved|what information was involved|data involved",
    "exposure_window": "exposure window|window of exposure|period of exposure",
    "access": "access|who had access|evidence of access|unauthorized access|unauthorised access|access analysis",
    "evidence": "metrics|evidence|evidence and attachments|logs|log|references|links|appendix|appendices|attachments|supporting information|"
    "supporting information:|graphs|screenshots|resources|related links|further reading|data|charts|queries|supporting data|artifacts|"
    "artefacts|see also|useful links|additional information|relevant links|dashboards|sources|source|footnotes|supporting evidence|"
    "external links|documentation|attachment",
    "people": "people|contacts|people and roles|responding teams|key people|who responded|people involved|attendees|participants|involved parties|responders|roles|roles and people|team|who was involved|"
    "incident team|authors|contributors|acknowledgements|acknowledgments|thanks|stakeholders|involved teams|parties involved|response team|"
    "incident roles|on call|on-call|postmortem meeting attendees|meeting attendees|credits|incident responders",
    "header": "metadata|key information|incident overview table|summary table|stats|statistics|incident details table|facts|key facts|incident metadata|incident information|incident data|"
    "basic information|general information|document information|details of the incident|incident facts|key data|at-a-glance|properties|"
    "key metrics|incident info|information|meta|header|incident stats|quick facts|status",
    "data_affected": "data affected|affected data|lost data|data lost|what data was lost",
    "restore": "backups|restore|backup and restore|data recovery|restoring the data|copies and restore",
    "behaviour": "what the system did|model behaviour|model behavior|system behaviour|system behavior|observed behaviour|observed behavior",
    "fallback": "fallback|falling back|routing around",
    "notification": "notifications sent|regulatory notification|notification decisions|breach notification",
    "potential": "what could have happened|potential impact",
}  # fmt: skip
WITHIN: tuple[tuple[str, str], ...] = (
    ("open_questions", r"^(?:open |outstanding |unanswered )?questions?\b"),
    ("timeline", r"time[- ]?line|chronolog|sequence of events"),
    ("not_taken", r"(?:declined|rejected) (?:actions|ideas)|actions? not taken"),
    ("actions", r"action items?|action plan|follow[- ]?ups?\b|next steps|(?:corrective|preventi?ve|preventative|remedial|future|planned) (?:and \w+ )?(?:actions?|measures?|steps|improvements?|work)|"
                r"improvements|to[- ]?dos?\b|(?:prevent|avoid)\w* (?:\w+ ){0,3}(?:recurrence|again|future|happening)|what (?:we|are we|we're|we are) (?:\w+ ){0,2}(?:doing|chang|do)\w*(?: \w+){0,3} (?:next|about|prevent|differently)|"
                r"changes we(?:'re| are| will)|recommendations|remediation (?:plan|items|actions)"),
    ("what_you_can_do", r"(?:what|how) (?:can |should |must )?(?:you|customers|users) (?:can|need|should|must|make|do)\b|\b(?:customers|users) can do"),
    ("actions", r"less (?:likely|impactful)|going forward|(?:we|i)(?:'ll| will| are going to| plan to) (?:\w+ )?(?:do|change|improve|fix)"),
    ("factors", r"wrong and why"),
    ("went_well", r"(?:went|worked|did) (?:\w+ )?(?:well|right)"),
    ("went_wrong", r"went (?:\w+ )?(?:wrong|poorly|badly)|(?:didn['’]?t|did not) (?:go|work) (?:\w+ )?(?:well|right)|(?:gone|go|done|do|been|be) (?:better|improved)"),
    ("lucky", r"\blucky\b|\bluck\b"),
    ("lessons", r"lessons?\b|learn(?:ed|t|ings?)\b|take-?aways|insights|conclusions?"),
    ("detection", r"(?:hard|difficult|long) to (?:detect|notice|find)"),
    ("factors", r"root[- ]causes?|contributing|causes?\b|causal|\brca\b|\bwhys?\b|underlying|caused"),
    ("open_questions", r"questions (?:for|to) (?:follow|be)|open questions|unknowns?\b|unanswered"),
    ("what_you_can_do", r"what (?:you|customers|users) (?:can|need|should|must)"),
    ("trigger", r"\btrigger"),
    ("detection", r"\bdetect|discover|\bnoticed\b|monitoring|alerting|alarms?\b"),
    ("impact", r"\bimpact|affected|\beffects?\b|blast radius|symptoms|severity|downtime"),
    ("mitigation", r"\bresol(?:ution|ved|ving)|\brecover|mitigat|restor|remediat|work-?arounds?|\bfix(?:ed|es|ing)?\b|\brepair|rollback|rolling back|\bsolution"),
    ("response", r"\brespon(?:se|ds?|ded|ding)\b|escalat|coordinat|troubleshoot|diagnos|debug|handling"),
    ("similar", r"(?:similar|related|previous|prior|past) (?:incidents?|outages?|events?)"),
    ("summary", r"\bsummary\b|\boverview\b|tl;?dr|in a nutshell"),
    ("people", r"attendees|participants|responders|people involved|involved parties|acknowledge?ments|\broles\b"),
    ("external_message", r"communications?\b|status ?page|messages? (?:to|for) customers|announcement"),
    ("evidence", r"\blogs\b|appendi|references|screenshots|graphs|charts|attachments|further reading|useful links|queries"),
    ("background", r"\bbackground|\bcontext\b|glossary|terminology|architecture|before the incident|lead[- ]?up|how .{1,40} works?\b|^about "),
    ("exposure", r"expos(?:ed|ure)|information (?:was )?involved"),
    ("narrative", r"what happened|detail|happened|analysis|investigation|deep dive|findings|incident report|post-?mortem|^incident\b|story"),
)  # fmt: skip

_BY_TITLE = {title: key for key, titles in EXACT.items() for title in titles.split("|")}
_WITHIN = tuple((key, re.compile(pattern)) for key, pattern in WITHIN)
_NUMBERING = re.compile(
    r"^(?:(?:section|part|step|phase)\s+)?(?:\d{1,2}(?:\.\d{1,2}){0,3}[.):]?|[ivx]{1,4}[.)]|[a-h][.)])\s+"
)
_AROUND = re.compile(r"^[^\w(\"'?¿]+|[^\w)?\"']+$")
_PAREN = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*")
_LONGEST = 120


def simple(title: str) -> str:
    """A heading in the form the table is written in: lower case, no numbering, no marks around it."""
    text = _AROUND.sub("", " ".join(title.casefold().replace("’", "'").split()))
    text = _NUMBERING.sub("", text)
    return _AROUND.sub("", text).rstrip("?")


@lru_cache(maxsize=4096)
def match_heading(title: str) -> tuple[str, bool]:
    """The section key a heading means ("" if none) and whether the whole heading is in the table."""
    if len(title) > _LONGEST:
        return "", False
    text = simple(title)
    for candidate in (
        text,
        simple(_PAREN.sub(" ", text)),
        text.replace(" & ", " and ").replace(" / ", " and "),
    ):
        if candidate in _BY_TITLE:
            return _BY_TITLE[candidate], True
    for key, pattern in _WITHIN:
        if pattern.search(text):
            return key, False
    return "", False
