"""What a rule cannot say."""

from lifelong.lib.errors import Refused


class RuleUnfit(Refused):
    """The sentence says what to change."""

    code = "rule-unfit"
    status = 422
