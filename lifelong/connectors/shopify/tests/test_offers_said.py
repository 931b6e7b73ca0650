"""What Shopify tells of a customer and offers."""

from lifelong.connectors.shopify.bodies import Customer as Body
from lifelong.connectors.shopify.orders import customer_news


def test_shopify_says_it_in_states_of_which_two_mean_something() -> None:
    def states(email: str, sms: str) -> list[tuple[str, bool]]:
        body = {
            "id": 9,
            "email": "ana@example.com",
            "email_marketing_consent": {
                "state": email,
                "opt_in_level": "single_opt_in",
                "consent_updated_at": "2026-11-16T10:00:00-05:00",
            },
            "sms_marketing_consent": {"state": sms, "consent_updated_at": None},
        }
        news = customer_news(Body.model_validate(body))
        return [(one.channel.value, one.given) for one in news.offers]

    assert states("subscribed", "unsubscribed") == [("email", True), ("sms", False)]
    assert states("pending", "not_subscribed") == []
