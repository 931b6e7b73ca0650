from django.urls import path

from lifelong.web.console.intake import blocked, counts, parked, quarantine

urlpatterns = [
    path("counts", counts.counts),
    path("parked", parked.parked),
    path("parked/rows", parked.parked_rows),
    path("parked/round", parked.round_of_parked),
    path("quarantine", quarantine.quarantine),
    path("quarantine/rows", quarantine.quarantine_rows),
    path("quarantine/round", quarantine.round_of_quarantined),
    path("blocked", blocked.blocked),
    path("blocked/rows", blocked.blocked_rows),
    path("blocked/<uuid:delivery_id>", blocked.lifted),
    path("deliveries/<uuid:delivery_id>", parked.delivery),
    path("deliveries/<uuid:delivery_id>/raw", parked.raw),
    path("deliveries/<uuid:delivery_id>/replay", parked.replay),
    path("deliveries/<uuid:delivery_id>/away", parked.away),
    path("deliveries/<uuid:delivery_id>/admission", quarantine.admission),
    path("deliveries/<uuid:delivery_id>/block", quarantine.block),
]
