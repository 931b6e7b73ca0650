"""Our own words, where a sequence names none. Touches no database."""

from collections.abc import Sequence as Many
from dataclasses import dataclass

from lifelong.knowledge.choosing import in_language


@dataclass(frozen=True)
class Own:
    """In one language, with variables as in reply texts."""

    language: str
    greeting: str
    #: where nobody knows the first name
    plain_greeting: str
    asked: str
    asked_subject: str
    #: of a text message: all that is asked
    asked_short: str
    #: below what is asked
    links: str
    links_short: str
    code: str
    credit: str
    thanks_subject: str


ENGLISH = Own(
    language="en",
    greeting="Hello {{customer.first_name}},",
    plain_greeting="Hello,",
    asked="you wrote to us on {{day}}. Did our answer solve it?",
    asked_subject="Did this solve it?",
    asked_short="{{brand.name}}: did our answer solve it?",
    links="Yes, it is solved:\n%(yes)s\n\nNo, I still need help:\n%(no)s\n\n"
    "One tap is enough. If there is more to say, simply answer this message.",
    links_short="Yes: %(yes)s\nNo: %(no)s",
    code="thank you for telling us that it is solved, and for your patience. Something went "
    "wrong, and we are sorry. With this code you pay {{amount}} less next time:\n\n{{code}}\n\n"
    "It holds until {{day}}.",
    credit="thank you for telling us that it is solved, and for your patience. Something went "
    "wrong, and we are sorry. There are now {{amount}} of credit for you in our shop.",
    thanks_subject="Thank you",
)
GERMAN = Own(
    language="de",
    greeting="Hallo {{customer.first_name}},",
    plain_greeting="Guten Tag,",
    asked="am {{day}} haben Sie uns geschrieben. Hat unsere Antwort geholfen?",
    asked_subject="Hat das geholfen?",
    asked_short="{{brand.name}}: Hat unsere Antwort geholfen?",
    links="Ja, es ist gelöst:\n%(yes)s\n\nNein, ich brauche noch Hilfe:\n%(no)s\n\n"
    "Ein Klick genügt. Wenn Sie mehr sagen möchten, antworten Sie einfach auf diese Nachricht.",
    links_short="Ja: %(yes)s\nNein: %(no)s",
    code="danke, dass Sie uns gesagt haben, dass es gelöst ist, und für Ihre Geduld. Es ist etwas "
    "schiefgegangen, und das tut uns leid. Mit diesem Code zahlen Sie beim nächsten Mal "
    "{{amount}} weniger:\n\n{{code}}\n\nEr gilt bis {{day}}.",
    credit="danke, dass Sie uns gesagt haben, dass es gelöst ist, und für Ihre Geduld. Es ist "
    "etwas schiefgegangen, und das tut uns leid. In unserem Shop haben Sie nun ein Guthaben von "
    "{{amount}}.",
    thanks_subject="Danke",
)


def own_words(wanted: Many[str]) -> Own:
    """In the first of these languages that we speak, else in English."""
    rank, own = in_language((ENGLISH, GERMAN), wanted)
    return own if rank < len(wanted) else ENGLISH
