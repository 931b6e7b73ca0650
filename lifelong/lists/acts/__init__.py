"""What can be done to many at once, one module each."""

from lifelong.lists.acts.act import Act, Person
from lifelong.lists.acts.assigning import Assigning
from lifelong.lists.acts.closing import ClosingAll
from lifelong.lists.acts.moving import Moving
from lifelong.lists.acts.replying import Replying
from lifelong.lists.acts.tagging import TaggingAll, Untagging
from lifelong.lists.models import Act as Kind
from lifelong.lists.models import Bulk

__all__ = ["ACTS", "Act", "Person", "act_of"]

ACTS: dict[str, type[Act]] = {
    Kind.REPLY: Replying,
    Kind.CLOSE: ClosingAll,
    Kind.TAG: TaggingAll,
    Kind.UNTAG: Untagging,
    Kind.ASSIGN: Assigning,
    Kind.MOVE: Moving,
}


def act_of(bulk: Bulk) -> Act:
    """With `bulk.agent` loaded. Raises `Refused` where what it names is gone, or not for them."""
    return ACTS[bulk.act](bulk)
