"""What is set for a connected shop."""

from pydantic import BaseModel

from lifelong.channels.models import Connection


class ShopSettings(BaseModel):
    #: as Shopify names it: lantern.myshopify.com
    domain: str = ""
    #: where its Admin API is asked
    api_url: str = ""

    def order_page(self, ref: str) -> str:
        """Where the merchant sees an order."""
        return f"https://{self.domain}/admin/orders/{ref}" if self.domain else ""


class ShopSecrets(BaseModel):
    #: what webhooks are signed with
    secret: str = ""
    #: the one before: Shopify goes on signing with it for a while
    previous: str = ""
    #: for the Admin API
    access_token: str = ""


def settings_of(connection: Connection) -> ShopSettings:
    return ShopSettings.model_validate(connection.settings)


def secrets_of(connection: Connection) -> ShopSecrets:
    return ShopSecrets.model_validate(connection.secrets or {})
