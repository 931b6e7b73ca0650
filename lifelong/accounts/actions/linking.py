"""Who comes from the company's own sign-in: known by their id there, linked by a proved address."""

from collections.abc import Collection
from dataclasses import dataclass

from allauth.socialaccount.models import SocialAccount
from django.utils.translation import gettext as _

from lifelong.accounts.actions.hiring import hire
from lifelong.accounts.events import CompanyAccountLinked
from lifelong.accounts.models import Agent, Role
from lifelong.events.log import record
from lifelong.lib.errors import Refused
from lifelong.lib.transactions import transaction

COMPANY = "company"


class NotInvited(Refused):
    code = "not-invited"
    status = 403


class AddressNotProved(Refused):
    code = "address-not-proved"
    status = 403


@dataclass(frozen=True)
class CompanyAccount:
    """What the provider says, signed. `proved`: it has seen that the address is theirs."""

    subject: str
    email: str
    proved: bool
    name: str


def arrive(account: CompanyAccount, *, domains: Collection[str]) -> Agent:
    """The agent behind an account. Who is new and has an address at one of `domains` is hired as a
    hero, without an inbox. Raises `AddressNotProved` or `NotInvited`."""
    with transaction():
        links = SocialAccount.objects.select_related("user")
        known = links.filter(provider=COMPANY, uid=account.subject).first()
        if known is not None:
            agent: Agent = known.user
            return agent
        if not (account.email and account.proved):
            raise AddressNotProved(
                _("Your company's sign-in has not proved your e-mail address to us. Tell an admin.")
            )
        agent = _by_address(account) or _hired(account, domains)
        links.get_or_create(provider=COMPANY, uid=account.subject, defaults={"user": agent})
        record(CompanyAccountLinked(agent_id=agent.id))
        return agent


def _by_address(account: CompanyAccount) -> Agent | None:
    return Agent.objects.filter(email__iexact=account.email).first()


def _hired(account: CompanyAccount, domains: Collection[str]) -> Agent:
    if account.email.rpartition("@")[2].lower() not in domains:
        raise NotInvited(
            _("Nobody here has the address %(email)s. Ask an admin to hire you.")
            % {"email": account.email}
        )
    name = account.name.strip()[:120] or account.email.partition("@")[0]
    return hire(email=account.email, name=name, roles=[Role.HERO], by=None)
