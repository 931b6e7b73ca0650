"""Teams: their names. Who is in one is said by `hiring.change_teams`."""

from django.utils.translation import gettext as _

from lifelong.accounts.models import Team
from lifelong.lib.errors import Refused
from lifelong.lib.transactions import transaction


class NameTaken(Refused):
    code = "name-taken"


class TeamInUse(Refused):
    code = "team-in-use"


class Nameless(Refused):
    code = "nameless"
    status = 422


def form_team(*, name: str) -> Team:
    team = Team(name=_free(name))
    with transaction():
        team.save(force_insert=True)
    return team


def rename_team(team: Team, *, name: str) -> None:
    team.name = _free(name, but=team)
    with transaction():
        team.save(update_fields=["name"])


def dissolve_team(team: Team) -> None:
    """Only an empty one: whoever is in it would lose inboxes unnoticed."""
    with transaction():
        if team.agents.exists():
            raise TeamInUse(_("Somebody is still in this team. Move them first."))
        team.delete()


def _free(name: str, *, but: Team | None = None) -> str:
    name = name.strip()[:80]
    if not name:
        raise Nameless(_("A team needs a name."))
    others = Team.objects.exclude(pk=but.pk) if but else Team.objects.all()
    if others.filter(name__iexact=name).exists():
        raise NameTaken(_("There is a team of that name already."))
    return name
