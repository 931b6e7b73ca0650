"""What routing does about facts. What is at stake is noted before anybody is matched by it."""

from lifelong.routing.reactions import at_stake, bringing

__all__ = ["at_stake", "bringing"]
