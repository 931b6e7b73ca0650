"""Our numbers at Twilio and what is set for each of them."""

from pydantic import BaseModel

from lifelong.channels.models import Endpoint


class TextSettings(BaseModel):
    """An endpoint's settings: all that texting needs beyond its number."""

    #: AC and 32 hexadecimal digits
    account: str = ""
    #: where Twilio's interface is; a relay of one's own may stand before it
    api: str = "https://api.twilio.com"


class TextSecrets(BaseModel):
    #: signs what Twilio sends us, and opens its interface to us
    token: str = ""


def settings_of(endpoint: Endpoint) -> TextSettings:
    return TextSettings.model_validate(endpoint.settings)


def secrets_of(endpoint: Endpoint) -> TextSecrets:
    return TextSecrets.model_validate(endpoint.secrets or {})
