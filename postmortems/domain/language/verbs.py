"""Verbs as data: what only people do, how to get from "checked" to "check", and the parts that patterns share."""

from __future__ import annotations

IRREGULAR = {
    "been": "be", "seen": "see", "known": "know", "done": "do", "caught": "catch", "thought": "think", "told": "tell",
    "read": "read", "written": "write", "understood": "understand", "taken": "take", "made": "make", "given": "give",
    "gone": "go", "got": "get", "gotten": "get", "begun": "begin", "spoken": "speak", "chosen": "choose", "kept": "keep",
    "held": "hold", "left": "leave", "let": "let", "put": "put", "set": "set", "run": "run", "sent": "send", "paid": "pay",
    "found": "find", "foreseen": "foresee", "brought": "bring", "built": "build", "said": "say", "spent": "spend",
    "shut": "shut", "cut": "cut", "come": "come", "become": "become", "felt": "feel", "heard": "hear", "led": "lead",
    "lost": "lose", "meant": "mean", "met": "meet", "stood": "stand", "won": "win", "drawn": "draw", "shown": "show",
    "rethought": "rethink", "overseen": "oversee", "rewritten": "rewrite", "split": "split", "learnt": "learn",
    "had": "have", "stuck": "stick", "broken": "break", "forgotten": "forget", "fallen": "fall", "rerun": "rerun",
    "tested": "test", "used": "use", "noticed": "notice", "realised": "realise", "realized": "realize", "caused": "cause",
    "communicated": "communicate", "escalated": "escalate", "updated": "update", "validated": "validate",
    "investigated": "investigate", "coordinated": "coordinate", "automated": "automate", "migrated": "migrate",
    "rotated": "rotate", "anticipated": "anticipate", "isolated": "isolate", "mitigated": "mitigate", "staged": "stage",
    "restored": "restore", "prepared": "prepare", "required": "require", "acquired": "acquire", "declared": "declare",
    "shared": "share", "compared": "compare", "ensured": "ensure", "configured": "configure", "monitored": "monitor",
    "considered": "consider", "handled": "handle", "enabled": "enable", "disabled": "disable", "scheduled": "schedule",
    "rehearsed": "rehearse", "released": "release", "increased": "increase", "reduced": "reduce", "announced": "announce",
    "replaced": "replace", "placed": "place", "merged": "merge", "engaged": "engage", "changed": "change", "acknowledged": "acknowledge",
    "involved": "involve", "resolved": "resolve", "removed": "remove", "moved": "move", "improved": "improve", "approved": "approve",
    "raised": "raise", "revised": "revise", "advised": "advise", "closed": "close", "chased": "chase", "paused": "pause",
    "deleted": "delete", "completed": "complete", "written up": "write up", "noted": "note", "executed": "execute",
    "examined": "examine", "combined": "combine", "determined": "determine", "outlined": "outline", "defined": "define",
    "stored": "store", "ignored": "ignore", "explored": "explore", "queried": "query", "picked": "pick", "asked": "ask",
    "practised": "practise", "practiced": "practice", "recognised": "recognise", "recognized": "recognize", "measured": "measure",
    "upgraded": "upgrade", "provided": "provide", "included": "include", "decided": "decide", "guided": "guide", "added": "add",
    "double-checked": "double-check", "verified": "verify", "notified": "notify", "clarified": "clarify", "identified": "identify",
    "implemented": "implement", "documented": "document", "invested": "invest", "prioritised": "prioritise", "prioritized": "prioritize",
    "rolled": "roll", "called": "call", "installed": "install", "pulled": "pull", "polled": "poll", "canceled": "cancel",
    "stopped": "stop", "planned": "plan", "dropped": "drop", "mapped": "map", "scanned": "scan", "pinned": "pin", "patched": "patch",
    "committed": "commit", "admitted": "admit", "shipped": "ship", "flagged": "flag", "logged": "log", "debugged": "debug",
    "spotted": "spot", "stepped": "step", "capped": "cap", "wrapped": "wrap", "referred": "refer", "preferred": "prefer",
    "renewed": "renew", "reviewed": "review", "followed": "follow", "allowed": "allow", "used to": "use", "waited": "wait",
    "limited": "limit", "audited": "audit", "edited": "edit", "reverted": "revert", "alerted": "alert", "expected": "expect",
}  # fmt: skip

# What only people do: with any of these behind "should have", the sentence is about a person's duty.
HUMAN_PARTICIPLES = """checked double-checked tested verified reviewed caught noticed spotted seen known realised realized
recognised recognized considered thought anticipated foreseen predicted planned prepared communicated told informed notified warned asked
escalated called documented written read followed understood waited reverted prevented avoided fixed addressed patched
updated upgraded renewed rotated done acted reacted audited rehearsed practised practiced coordinated consulted looked
investigated questioned approved implemented communicated announced involved learned learnt discussed tried prioritised
prioritized taken paid made monitored validated automated added invested rolled merged deployed released shipped staged
trained cleaned identified discovered remembered insisted pushed double-checked bothered listened cared paused stopped
admitted disclosed published used changed handled paid managed run set put left given gone kept"""
DUTY_PASSIVE = """checked double-checked tested verified reviewed caught noticed spotted seen known recognised recognized
considered anticipated foreseen predicted planned prepared communicated told informed notified warned escalated documented
written followed understood reverted prevented avoided fixed addressed patched updated upgraded renewed rotated done audited
rehearsed practised coordinated consulted investigated questioned approved announced involved discussed
prioritised prioritized merged deployed shipped pushed cleaned identified discovered found detected handled managed
declared disclosed published stopped raised acted revoked retested clarified thought implemented resolved mitigated removed disabled left allowed given made
taken rolled run executed enabled turned performed protected secured encrypted segmented retired decommissioned challenged supervised staffed funded hardened patched obvious clear clearer better sooner earlier faster quicker more"""
DUTY_BASE = """check double-check test verify review catch notice spot see know realise realize recognise recognize consider
think anticipate foresee plan prepare communicate tell inform notify warn ask escalate call document read follow understand
wait prevent avoid act react consult coordinate look investigate listen care bother pay take learn stop rehearse
respond update renew rotate disclose"""

# Machines that guard: a counterfactual about one of them describes a control and is fine.
CONTROLS = """gate gates alert alerts alarm alarms monitor monitors monitoring check checks canary canaries limit limits limiter
quota flag flags breaker breakers test tests suite pipeline ci cd linter lint validation validator schema probe probes
healthcheck automation tool tooling script system firewall policy rule rules timeout retry retries redundancy failover
backup backups replica replicas type-check compiler guard guards guardrail guardrails safeguard safeguards control controls
interlock checksum checksums watchdog watchdogs invariant invariants assertion assertions signature signatures lock locks constraint constraints permission permissions scanner staging rollout rollouts deployments
autoscaler autoscaling controller scheduler default defaults isolation mechanism mechanisms software code proxy bot bots cron checker checkers key keys"""


def one_of(words: str) -> str:
    """A pattern for any word of the list, longest first."""
    return "(?:" + "|".join(sorted(set(words.split()), key=lambda w: (-len(w), w))) + ")"


def base(participle: str) -> str:
    """The base form of a past participle: checked -> check, seen -> see.

    >>> base("checked"), base("seen"), base("tried")
    ('check', 'see', 'try')
    """
    word = participle.lower()
    if word in IRREGULAR:
        return IRREGULAR[word]
    if word.endswith("ied"):
        return word[:-3] + "y"
    if not word.endswith("ed"):
        return word
    stem = word[:-2]
    if len(stem) > 2 and stem[-1] == stem[-2] and stem[-1] in "bdgmnprt":
        return stem[:-1]
    if stem.endswith(
        ("at", "iz", "is", "ur", "u", "v", "c", "s", "dg", "bl", "pl", "ir", "or")
    ) and not stem.endswith(("ss",)):
        return stem + "e"
    return stem
