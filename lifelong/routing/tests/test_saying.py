"""One sentence says why."""

import pytest

from lifelong.routing.saying import sentence, sentence_to_agent
from lifelong.routing.scoring import Parts


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        (
            Parts(waited=34 * 60, used=0.07, continuity=0, load=1, capacity=3),
            "Waited 34 min, 7% of the target; Mia has room for 2 more.",
        ),
        (
            Parts(waited=20, used=0.3, continuity=0.9, load=1, capacity=3),
            "Waited under a minute, 30% of the target; Mia served them last.",
        ),
        (
            Parts(waited=5 * 3600 + 60, used=1.2, continuity=0.01, load=2, capacity=3),
            "Waited 5 h, over the target; Mia has room for 1 more.",
        ),
        (
            Parts(waited=3 * 86400, used=3, continuity=0, load=2, capacity=3, overdue=True),
            "Waited 3 days, over twice the target: first come, first served;"
            " Mia has room for 1 more.",
        ),
        (
            Parts(waited=80, used=1.5, continuity=0.9, load=0, capacity=3, asked=True),
            "Waited 1 min, over the target; Mia is asked again, since nobody else took them.",
        ),
    ],
)
def test_one_sentence_says_why(parts: Parts, said: str) -> None:
    assert sentence(parts, agent_name="Mia") == said


def test_the_agent_reads_it_about_themselves() -> None:
    parts = Parts(waited=34 * 60, used=0.07, continuity=1, load=1, capacity=3)
    assert sentence_to_agent(parts) == "Waited 34 min, 7% of the target; you served them last"
