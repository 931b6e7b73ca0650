"""Ways to reach us, and how soon an answer is due on each."""

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    EMAIL = "email", _("Mail")
    CHAT = "chat", _("Chat")
    SMS = "sms", _("Text")
    WHATSAPP = "whatsapp", "WhatsApp"
    MESSENGER = "messenger", "Messenger"
    INSTAGRAM = "instagram", "Instagram"
    VOICE = "voice", _("Call")
    SELF_SERVICE = "self-service", _("Self-service")
    CUSTOM = "custom", _("Other")


class Kind(models.TextChoices):
    """What work a channel is: words to and fro now, or answered in their order."""

    LIVE = "live", _("Live")
    WORKLIST = "worklist", _("Mail and tasks")


LIVE = frozenset(
    {Channel.CHAT, Channel.SMS, Channel.WHATSAPP, Channel.MESSENGER, Channel.INSTAGRAM}
)

#: how soon a customer is answered, in opening hours, where an inbox says nothing else
TARGETS: dict[str, timedelta] = {
    Channel.CHAT: timedelta(minutes=1),
    Channel.SMS: timedelta(minutes=10),
    Channel.WHATSAPP: timedelta(minutes=10),
    Channel.MESSENGER: timedelta(minutes=10),
    Channel.INSTAGRAM: timedelta(minutes=10),
    Channel.VOICE: timedelta(minutes=1),
}
TARGET_OTHERWISE = timedelta(hours=8)


def kind_of(channel: str) -> Kind:
    return Kind.LIVE if channel in LIVE else Kind.WORKLIST
