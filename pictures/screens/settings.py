"""Settings: who works here, what is said, and what happens by itself."""

from pictures.screen import ALL, Screen, Who
from pictures.screens.doing import send_as_it_is

_ADMIN = Who.ADMIN


def _s(name: str, says: str, path: str) -> Screen:
    return Screen(name, says, path, _ADMIN, ALL)


def _refused(name: str, says: str, path: str) -> Screen:
    return Screen(name, says, path, _ADMIN, act=send_as_it_is)


SCREENS = (
    _s("first-steps", "First steps: what is left in the demo shop", "/settings/first-steps"),
    _s("heroes", "Heroes", "/settings/heroes"),
    _s("hero", "One hero", "/settings/heroes/{hero}"),
    _s("hero-new", "Hire a hero", "/settings/heroes/new"),
    _refused("hero-new-refused", "A hero without a name", "/settings/heroes/new"),
    _s("costs", "What work costs: licences and wages", "/settings/costs"),
    _refused("costs-refused", "A cost that says nothing", "/settings/costs"),
    _s("teams", "Teams", "/settings/teams"),
    _s("tags", "Tags", "/settings/tags"),
    _s("topics", "Topics", "/settings/topics"),
    _s("answers", "Reply texts", "/settings/answers"),
    _s("answer", "One reply text", "/settings/answers/{answer}"),
    _s("answer-new", "Write a reply text", "/settings/answers/new"),
    _refused("answer-new-refused", "A reply text that says nothing", "/settings/answers/new"),
    _s("levels", "Authority: levels, and what is due", "/settings/levels"),
    _s("level", "One level of authority", "/settings/levels/{level}"),
    _s("retention", "Retention: steps and deals", "/settings/retention"),
    _s("on-call", "Who is on call", "/settings/on-call"),
    _s("rules", "Rules", "/settings/rules"),
    _s("rule", "One rule", "/settings/rules/{rule}"),
    _s("rule-new", "Write a rule", "/settings/rules/new"),
    _refused("rule-new-refused", "A rule that says nothing", "/settings/rules/new"),
    _s("rule-versions", "What a rule said before", "/settings/rules/{rule}/versions"),
    _s("rule-trial", "What a rule would have done", "/settings/rules/{rule}/trial?days=30"),
    _s("rule-log", "Why a rule fired, or did not", "/settings/rules/{rule}/log"),
    _s("sequences", "Follow-ups", "/settings/follow-ups"),
    _s("sequence", "One follow-up", "/settings/follow-ups/{sequence}"),
    _s("sequence-new", "Write a follow-up", "/settings/follow-ups/new"),
    _refused("sequence-new-refused", "A follow-up that says nothing", "/settings/follow-ups/new"),
    _s("outreach", "Outreach", "/settings/outreach"),
    _s("outreach-brand", "Outreach of one brand, with its texts", "/settings/outreach/{brand}"),
)
