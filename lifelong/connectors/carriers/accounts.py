"""What is set for an account at a carrier."""

from pydantic import BaseModel

from lifelong.channels.models import Connection
from lifelong.connectors.carriers.answers import Carrier
from lifelong.connectors.carriers.canadapost import CANADAPOST
from lifelong.connectors.carriers.fedex import FEDEX
from lifelong.connectors.carriers.stamps import STAMPS
from lifelong.connectors.carriers.usps import USPS

CARRIERS_BY_NAME: dict[str, Carrier] = {one.name: one for one in (CANADAPOST, FEDEX, STAMPS, USPS)}


class AccountSettings(BaseModel):
    #: a name of `CARRIERS_BY_NAME`
    carrier: str = ""
    #: what stands before the paths of its questions
    api_url: str = ""


def settings_of(connection: Connection) -> AccountSettings:
    return AccountSettings.model_validate(connection.settings)


def secrets_of(connection: Connection) -> dict[str, str]:
    return {name: str(said) for name, said in (connection.secrets or {}).items()}
