from django.db import models
from django.utils.translation import gettext_lazy as _

from lifelong.channels.models import Channel
from lifelong.lib import ids


class HandleKind(models.TextChoices):
    EMAIL = "email", _("Mail address")
    PHONE = "phone", _("Phone")
    VISITOR = "visitor", _("Chat visitor")
    SOCIAL = "social", _("Social profile")
    STORE = "store", _("Store customer")


class Customer(models.Model):
    """A person, never a ticket."""

    id = ids.primary_key()
    name = models.CharField(max_length=200, default="")
    language = models.CharField(max_length=12, default="")
    zone = models.CharField(max_length=64, default="")
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Handle(models.Model):
    """A way to reach or recognise a customer. Has exactly one holder."""

    id = ids.primary_key()
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="handles")
    kind = models.CharField(max_length=20, choices=HandleKind)
    #: normalised: lower-cased mail address, E.164 number
    value = models.CharField(max_length=320)
    #: where we have it from ("mail", "checkout", "import") and since when
    claimed_how = models.CharField(max_length=40)
    claimed_at = models.DateTimeField()
    #: what showed that it is theirs ("dmarc", "code", "text"), null until something did
    proved_how = models.CharField(max_length=40, null=True)
    proved_at = models.DateTimeField(null=True)
    #: used by several people: forbids joining
    shared = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "value"], name="one_holder_per_handle"),
        ]

    @property
    def is_proved(self) -> bool:
        return self.proved_at is not None


class How(models.TextChoices):
    """By what we know what somebody wants."""

    KEYWORD = "keyword", _("a word they sent")
    VENDOR = "vendor", _("our provider")
    AGENT = "agent", _("a hero")


class Consent(models.Model):
    """Whether we may write to a handle on one channel: the last that its holder said about it."""

    id = ids.primary_key()
    handle = models.ForeignKey(Handle, on_delete=models.CASCADE, related_name="consents")
    customer_id = models.UUIDField()
    channel = models.CharField(max_length=20, choices=Channel)
    given = models.BooleanField()
    how = models.CharField(max_length=20, choices=How)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["handle", "channel"], name="one_consent_per_handle_and_channel"
            ),
        ]
