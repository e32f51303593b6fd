"""Words that state no fact of their own. A rewrite is made of these, of words of the sentence, and of visible blanks."""

from postmortems.domain.language.words import words

NEUTRAL = words(
    """a about absent accepted action actions after also an and another are as assumption at add automatic automatically
    automate because been before began beside better between block both but by can change changed check checklist choice chose
    chosen code command condition conditions contributing control covers date day decide default depend depends description
    did do does down duration each earlier easier end ended expected factor factors few finished first follows for found from
    get got had has have how if in incident input instructions interface into is it its kept lasted less let likely limit
    limits list listed made make makes many may meaning memory minutes more needs next no normal not note now number observed of
    off often on one open options or other others our out over owner paged path pending percent place practice present
    process prompt property question questions read reading reads record related relied request requests require
    responder responders response result rhythm role rule said same saw say says scope screen see seen set several show
    showed shows side sign signal signals so some something state step steps support surface system takes than that the
    their them then there these they this those time times to together took tool trigger until up us use used usual
    usually visible warning was watch we went well were week what when where which who whose will with within without work
    would written you"""
)
