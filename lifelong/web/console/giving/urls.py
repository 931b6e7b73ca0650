from django.urls import path

from lifelong.web.console.giving import approvals, ledger, policy

urlpatterns = [
    path("approvals", approvals.approvals),
    path("approvals/rows", approvals.approval_rows),
    path("approvals/count", approvals.approval_count),
    path("approvals/<uuid:approval_id>/decision", approvals.decision),
    path("concessions/<uuid:concession_id>/finding", approvals.finding),
    path("policy", policy.policy),
    path("ledger", ledger.ledger),
    path("ledger.csv", ledger.ledger_csv),
]
