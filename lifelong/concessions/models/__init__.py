"""The tables, one noun a module."""

from lifelong.concessions.models.approval import Approval
from lifelong.concessions.models.concession import COUNTED, Concession, State
from lifelong.concessions.models.ledger import Account, Guard, LedgerEntry, Step
from lifelong.concessions.models.level import (
    AuthorityLevel,
    LevelHolding,
    LevelLimit,
    LevelVersion,
)
from lifelong.concessions.models.policy import PolicyVersion

__all__ = [
    "COUNTED",
    "Account",
    "Approval",
    "AuthorityLevel",
    "Concession",
    "Guard",
    "LedgerEntry",
    "LevelHolding",
    "LevelLimit",
    "LevelVersion",
    "PolicyVersion",
    "State",
    "Step",
]
