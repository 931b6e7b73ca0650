from lifelong.commerce.events import IncidentOpened, IncidentUpdated
from lifelong.events.log import Recorded
from lifelong.events.reactor import on_all
from lifelong.plays.outreach.actions.setting_out import begin_for, follow


@on_all(IncidentOpened)
def set_out_for_whose_parcel_it_is(opened: list[Recorded]) -> None:
    begin_for([one.fact.incident_id for one in opened if isinstance(one.fact, IncidentOpened)])


@on_all(IncidentUpdated)
def follow_what_it_turned_out_to_be(updated: list[Recorded]) -> None:
    follow([one.fact.incident_id for one in updated if isinstance(one.fact, IncidentUpdated)])
