"""Links that are an agent's key to one thing: signed, good for a while, and once."""

from dataclasses import dataclass
from datetime import timedelta

from django.core import signing

from lifelong.accounts.models import Agent


@dataclass(frozen=True)
class AgentLink:
    """A kind of link: `name` tells it from the others."""

    name: str
    good_for: timedelta

    def word_for(self, agent: Agent) -> str:
        """A signed word. It names the password and address of now: a new one ends it."""
        return signing.dumps([str(agent.id), self._mark(agent)], salt=self.name)

    def agent_of(self, word: str) -> Agent | None:
        """Whose it is, as long as it is good."""
        try:
            agent_id, mark = signing.loads(word, salt=self.name, max_age=self.good_for)
        except signing.BadSignature:
            return None
        agent = Agent.objects.filter(pk=agent_id, is_active=True).first()
        return agent if agent is not None and mark == self._mark(agent) else None

    def _mark(self, agent: Agent) -> str:
        return signing.Signer(salt=self.name).signature(f"{agent.password} {agent.email}")[:16]
