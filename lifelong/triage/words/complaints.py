"""Somebody complains not for the first time. English and German."""

from lifelong.triage.cues import cue

REPEAT_COMPLAINT = [
    cue(
        "time",
        r"\b(?:second|third|fourth|fifth|2nd|3rd|4th|5th|tenth|nth|umpteenth) time (?:now )?(?:i"
        r"|we|i'm|i've|that i|this (?:has|is)|in a row|you)\b",
    ),
    cue(
        "times",
        r"\b(?:written|contacted|e-?mailed|called|complained|asked|reported|messaged|rung|told"
        r" you|wrote)(?: [\w'-]+){0,4}? (?:several|many|multiple|three|four|five|countless"
        r"|numerous|2|3|4|5) times\b",
    ),
    cue(
        "again",
        r"\b(?:again and again|yet again|happened again|still (?:broken|wrong|not fixed))\b",
    ),
    cue(
        "already",
        r"\b(?:have|i've|we've) already (?:written|contacted|emailed|called|told|complained|asked"
        r"|reported|messaged|explained) (?:\w+ ){0,3}?(?:twice|times|before|about|you|this|and"
        r"|to)\b",
    ),
    cue(
        "answer reply response heard respon back",
        r"\b(?:still (?:no|not had (?:a|any)|haven't had (?:a|an|any)|waiting for (?:a|an|your"
        r"|any)) (?:answer|reply|response)|no ?(?:one|body) (?:has )?(?:answer(?:s|ed)|repl(?:ies"
        r"|ied)|respond(?:s|ed)|got back|gets back|called back)|never (?:heard back|got (?:an?"
        r" )?(?:answer|reply|response))|ignor(?:ed|ing) my (?:\w+ )?(?:e?-?mails?|messages?"
        r"|calls?))\b",
        of_anybody=True,
    ),
    cue(
        "mal",
        r"\b(?:zum (?:zweiten|dritten|vierten|fünften|wiederholten|x-ten|2\.|3\.|4\.) ?mal)\b"
        r"|\b(?:schon|bereits) (?:zwei|drei|vier|fünf|mehrere|3|4)(?:mal| male?)\b",
    ),
    cue(
        "mehrfach mehrmals wiederholt",
        r"\b(?:bereits|schon) (?:mehrfach|mehrmals|wiederholt|öfter)\b|\b(?:mehrfach|mehrmals)"
        r" (?:geschrieben|angerufen|gemeldet|reklamiert|kontaktiert|nachgefragt)\b",
    ),
    cue(
        "wieder",
        r"\b(?:schon wieder|immer wieder|wieder einmal|erneut) (?:\w+ ){0,4}?(?:falsch|kaputt"
        r"|defekt|beschädigt|nicht|problem|probleme|fehler|keine)\b",
    ),
    cue(
        "keine niemand antwort",
        r"\b(?:(?:immer )?noch (?:immer )?keine (?:antwort|rückmeldung|reaktion)|keine (?:antwort"
        r"|rückmeldung) (?:erhalten|bekommen|auf meine)|niemand (?:antwortet|meldet sich"
        r"|reagiert))\b",
    ),
]
