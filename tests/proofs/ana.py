"""Ana and Mallory, who would pass for her: the scene of must-hold 4."""

from dataclasses import dataclass

from lifelong.channels.models import Endpoint
from lifelong.conversations.incoming import Sender
from lifelong.conversations.tests.building import incoming, receive_one
from lifelong.customers.actions.recognising import recognise
from lifelong.customers.actions.showing import prove
from lifelong.customers.models import Customer
from tests.proofs.shops import react, shop

ANA, MALLORY, PHONE = "ana@example.com", "mallory@example.net", "+4930123456"
SECRET = "My card ends on 4242"


@dataclass
class Scene:
    """Ana, whose mail address and phone are proved, and Mallory, who proved her own address."""

    ours: Endpoint
    ana: Customer
    mallory: Customer

    def mallorys_visitor(self) -> Customer:
        """Mallory's browser in the chat, of which nothing is signed."""
        return recognise(kind="visitor", value="mallorys-browser", how="chat").customer


def set_scene() -> Scene:
    ours = shop("support@shop.example")
    first = receive_one(incoming(SECRET, sender=proved("email", ANA, "dmarc")), at=ours)
    ana = Customer.objects.get(pk=first.entry.customer_id)
    prove(ana, kind="phone", value=PHONE, how="code")
    hers = receive_one(incoming("Hello", sender=proved("email", MALLORY, "dmarc")), at=ours)
    react()
    return Scene(ours, ana, Customer.objects.get(pk=hers.entry.customer_id))


def proved(kind: str, value: str, proof: str) -> Sender:
    return Sender(kind=kind, value=value, name="Ana Kovač", proof=proof)
