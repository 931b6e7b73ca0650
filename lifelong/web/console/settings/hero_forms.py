"""What is said about a hero, and what their hours cost."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lifelong.accounts.actions import describing, hiring
from lifelong.accounts.models import Agent, Role, Team
from lifelong.channels.actions.staffing import set_inboxes
from lifelong.channels.models import Inbox
from lifelong.lib.transactions import transaction
from lifelong.web.console.amounts import CostForm
from lifelong.web.console.choosing import (
    DayField,
    InboxesField,
    language_field,
    zone_field,
)


class HeroForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail"), help_text=_("They sign in with it."))
    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=Role.choices, widget=forms.CheckboxSelectMultiple
    )
    inboxes = InboxesField(
        label=_("Inboxes"),
        queryset=Inbox.objects.select_related("brand").order_by("brand__name", "name"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Beside those of their teams."),
    )
    teams = forms.ModelMultipleChoiceField(
        label=_("Teams"),
        queryset=Team.objects.order_by("name"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    capacity = forms.IntegerField(
        label=_("People at a time by mail"),
        min_value=0,
        max_value=describing.MOST_AT_A_TIME,
        initial=5,
        help_text=_("So many wait for this hero at once, at most."),
    )
    slots = forms.IntegerField(
        label=_("People at a time live"),
        min_value=0,
        max_value=describing.MOST_SLOTS,
        initial=3,
        help_text=_("By chat or text. A place is free again after five quiet minutes."),
    )
    ends_on = DayField(label=_("Last day"), required=False, help_text=_("Only for a season."))
    zone = zone_field()
    language = language_field()

    def save(self, agent: Agent, *, by: Agent) -> None:
        """Bring the hero to what the form says; what stays the same is not touched."""
        said = self.cleaned_data
        with transaction():
            describing.introduce(
                agent, name=said["name"], zone=said["zone"], language=said["language"]
            )
            if (agent.email, agent.capacity, agent.slots, agent.ends_on) != (
                said["email"].lower(), said["capacity"], said["slots"], said["ends_on"],
            ):  # fmt: skip
                describing.set_terms(
                    agent,
                    email=said["email"],
                    capacity=said["capacity"],
                    slots=said["slots"],
                    ends_on=said["ends_on"],
                    by=by,
                )
            if set(said["roles"]) != set(agent.roles):
                hiring.change_roles(agent, roles=map(Role, said["roles"]), by=by)
            if set(said["teams"]) != set(agent.teams.all()):
                hiring.change_teams(agent, teams=said["teams"], by=by)
            set_inboxes(agent, inboxes=said["inboxes"], by=by)


def form_for(agent: Agent) -> HeroForm:
    """The form as it stands now."""
    return HeroForm(
        initial={
            "name": agent.name,
            "email": agent.email,
            "roles": agent.roles,
            "teams": list(agent.teams.values_list("id", flat=True)),
            "inboxes": list(Inbox.objects.filter(members=agent).values_list("id", flat=True)),
            "capacity": agent.capacity,
            "slots": agent.slots,
            "ends_on": agent.ends_on,
            "zone": agent.zone,
            "language": agent.language,
        }
    )


class NewHeroForm(HeroForm):
    password = forms.CharField(
        label=_("First password"),
        required=False,
        widget=forms.PasswordInput(render_value=True, attrs={"autocomplete": "new-password"}),
        help_text=_("Leave it empty for a link with which they choose their own."),
    )

    def hire(self, *, by: Agent) -> Agent:
        said = self.cleaned_data
        with transaction():
            roles = [Role(role) for role in said["roles"]]
            agent = hiring.hire(email=said["email"], name=said["name"], roles=roles, by=by)
            self.save(agent, by=by)
            if said["password"]:
                hiring.set_password(agent, password=said["password"], by=by)
        return agent


class WageForm(CostForm):
    per = _("Per hour")
    from_day = DayField(label=_("From"))
