"""Twilio's error codes in sentences that a hero can act on."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

#: the recipient has texted STOP
STOPPED = 21610

_SENTENCES = {
    21211: gettext_lazy("That is no number that can be texted."),
    21217: gettext_lazy("That is no number that can be texted."),
    21408: gettext_lazy("Texts to this country are switched off in the Twilio account."),
    21606: gettext_lazy("Our number cannot send texts to this one."),
    21608: gettext_lazy("A trial account at Twilio texts only numbers that were confirmed there."),
    21610: gettext_lazy("They have texted STOP: they want no texts from this number."),
    21611: gettext_lazy("Our number has too many texts waiting at Twilio."),
    21612: gettext_lazy("This number cannot be reached from ours."),
    21614: gettext_lazy("That is a landline: it cannot get texts."),
    21617: gettext_lazy("The text is longer than 1,600 characters."),
    21619: gettext_lazy("A text needs words or a picture."),
    21620: gettext_lazy("Twilio could not use a picture's address."),
    21623: gettext_lazy("At most 10 files go with one text."),
    30001: gettext_lazy("Too many texts were waiting at Twilio."),
    30002: gettext_lazy("The Twilio account is suspended."),
    30003: gettext_lazy("The phone is switched off or out of reach."),
    30004: gettext_lazy("The phone or its provider blocks texts from us."),
    30005: gettext_lazy("Nobody has this number, or it is no longer in use."),
    30006: gettext_lazy("That is a landline, or its provider takes no texts."),
    30007: gettext_lazy("The phone's provider took the text for spam."),
    30008: gettext_lazy("The phone's provider did not say why."),
    30010: gettext_lazy("The text cost more than the account allows."),
    30019: gettext_lazy("The picture is too large for the phone's provider."),
    30032: gettext_lazy("Our toll-free number has not been verified."),
    30034: gettext_lazy("Our number is not registered for texting in the United States."),
    30410: gettext_lazy("The phone's provider did not answer in time."),
    30454: gettext_lazy("The same text was sent to this number too often."),
    63038: gettext_lazy("The Twilio account has reached its limit for today."),
}

#: refused at first, and perhaps not the next time
_PASSING = frozenset({20429, 21611, 30001, 63038})


def sentence(code: int, otherwise: str = "") -> str:
    """`otherwise`: Twilio's own words, for a code that we do not know."""
    known = _SENTENCES.get(code)
    if known is None:
        return _("Twilio said: %(words)s") % {"words": otherwise or _("error %d") % code}
    return f"{known} ({code})"


def may_pass(code: int) -> bool:
    return code in _PASSING
