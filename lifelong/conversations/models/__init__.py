"""The tables, one noun a module."""

from lifelong.conversations.models.contact import BegunBy, Contact, Resolution, SetAsideOn
from lifelong.conversations.models.conversation import Conversation
from lifelong.conversations.models.entry import SAID, Attachment, AwaitedFile, Entry, EntryKind
from lifelong.conversations.models.message import Identity, Message
from lifelong.conversations.models.pin import Pin
from lifelong.conversations.models.sending import Sending, SendingState
from lifelong.conversations.models.tag import Tag, Tagging
from lifelong.conversations.models.topic import Topic
from lifelong.conversations.models.working import Draft, Mention, Promise, Viewing

__all__ = [
    "SAID",
    "Attachment",
    "AwaitedFile",
    "BegunBy",
    "Contact",
    "Conversation",
    "Draft",
    "Entry",
    "EntryKind",
    "Identity",
    "Mention",
    "Message",
    "Pin",
    "Promise",
    "Resolution",
    "Sending",
    "SendingState",
    "SetAsideOn",
    "Tag",
    "Tagging",
    "Topic",
    "Viewing",
]
