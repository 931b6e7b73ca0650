"""The kinds of play that write to customers: each is one line."""

from lifelong.plays.follow_up.playing import FollowUp
from lifelong.plays.models import PlayKind
from lifelong.plays.outreach.playing import Outreach
from lifelong.plays.playing import Playing

PLAYING: dict[PlayKind, Playing] = {
    PlayKind.FOLLOW_UP: FollowUp(),
    PlayKind.OUTREACH: Outreach(),
}
