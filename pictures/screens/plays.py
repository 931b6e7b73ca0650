"""What works: plays, and what service earned."""

from pictures.screen import ALL, Screen, Who

SCREENS = (
    Screen("plays", "All plays", "/plays", Who.LEAD, ALL),
    Screen("play-outreach", "A play: outreach", "/plays/{play_outreach}", Who.LEAD, ALL),
    Screen("play-follow-up", "A play: a follow-up", "/plays/{play_follow_up}", Who.LEAD),
    Screen("play-retention", "A play: retention", "/plays/{play_retention}", Who.LEAD),
    Screen("earned", "What service earned", "/plays/earned", Who.LEAD, ALL),
)
