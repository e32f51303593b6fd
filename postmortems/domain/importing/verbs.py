"""Verbs that begin an action item, so that a line can be told from a description. English; kept as data."""

_WORDS = """
abandon add adding address adjust adopt agree alert align allow amend analyse analyze annotate announce
apply approve archive arrange ask assess assign audit automate automating avoid backfill backport ban
batch benchmark block bound build bump buy cache calculate cancel cap catch centralise centralize change
check clarify clean cleanup clear close collect combine communicate compare complete configure confirm
connect consider consolidate contact continue convert coordinate copy correct cover create creating cut
deactivate debug decide declare decommission decouple define delete demonstrate deploy deprecate
describe design detect determine develop disable disallow discuss distribute document documenting drain
drill drop duplicate educate eliminate email emit enable encourage encrypt enforce engage enhance ensure
ensuring escalate establish establishing evaluate evict examine exclude execute expand experiment expire
explain explore export expose extend extract factor failover figure file filter finalise finalize find
finish fix follow forbid force formalise formalize gate gather generate get give grant guarantee guard
handle harden have hide hire host identify implement implementing import improve improving include
increase inform initiate inject inspect install instrument integrate introduce invalidate inventory
investigate invite invoke isolate issue join keep label launch lay learn let level leverage limit link
lint list load lock log look lower maintain make manage map mark measure merge migrate minimise minimize
mirror mitigate modify monitor move mute nominate notify obtain offer onboard open optimise optimize
order organise organize overhaul own pad page parallelise parallelize partition patch perform persist
pick pin place plan pool post prepare present prevent print prioritise prioritize probe process produce
profile prohibit promote propose protect provide provision prune publish pull purchase purge push put
quarantine raise ramp randomise randomize rate reach read rearrange rebalance rebuild recalculate
recheck reconcile reconfigure record recover recreate reduce refactor refine refresh refund refuse
register reimplement reject release reload relocate remediate remind remove rename renew reorganise
reorganize repair replace replay replicate report request require reschedule reset reshard resize
resolve restart restore restrict restructure retain retest retire retrain retry return reuse revert
review revise revisit revoke rework rewrite roll rotate route run sanitise sanitize save scale scan
schedule script secure seed segment select send separate serve set setup shard share shift ship shorten
show shrink shut sign simplify simulate size skip snapshot solve specify speed spin split spread stagger
standardise standardize start stop store streamline strengthen stress stub study submit subscribe
suggest supply support surface survey suspend switch sync synchronise synchronize tag take talk teach
tell terminate test think throttle tidy tighten time trace track train transfer transition translate
treat trigger trim try tune turn undo unify uninstall unpin unset update upgrade upload use validate
vary vendor verify version vet visualise visualize wait walk warn watch whitelist widen wipe wire work
wrap write writing
"""
VERBS = frozenset(_WORDS.split())


def starts_with_verb(text: str) -> bool:
    """Whether the first word is one of the verbs; "please" and "we need to" before it are looked past."""
    words = text.casefold().lstrip("-*•[(\"' ").split()[:5]
    while words and words[0].strip(",:") in {"please", "we", "should", "need", "must", "will", "to", "let's", "also", "then", "properly"}:  # fmt: skip
        words = words[1:]
    return bool(words) and words[0].strip(",:;.()[]*_`") in VERBS
