"""The tables, one noun a module."""

from lifelong.conversations.models.contact import Contact, Resolution, SetAsideOn
from lifelong.conversations.models.conversation import Conversation
from lifelong.conversations.models.entry import Attachment, AwaitedFile, Entry, EntryKind
from lifelong.conversations.models.message import Identity, Message
from lifelong.conversations.models.sending import Sending, SendingState
from lifelong.conversations.models.topic import Topic
from lifelong.conversations.models.working import Draft, Promise, Viewing

__all__ = [
    "Attachment",
    "AwaitedFile",
    "Contact",
    "Conversation",
    "Draft",
    "Entry",
    "EntryKind",
    "Identity",
    "Message",
    "Promise",
    "Resolution",
    "Sending",
    "SendingState",
    "SetAsideOn",
    "Topic",
    "Viewing",
]
