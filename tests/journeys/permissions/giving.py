"""What is given: at a conversation, and on pages of its own. What one may give beyond the door is
held in `test_authority_at_doors`."""

from tests.journeys.permissions.lines import GIVE, LEDGER, REFUSED, Door

DOORS: dict[str, Door] = {
    "GET /conversations/<uuid:conversation_id>/giving": Door(GIVE, whole=True),
    "GET /conversations/<uuid:conversation_id>/giving/foreseen": Door(GIVE, whole=True),
    "POST /conversations/<uuid:conversation_id>/concessions": Door(
        GIVE, whole=True, answers=REFUSED
    ),
    "GET /giving/approvals": Door(GIVE),
    "GET /giving/approvals/rows": Door(GIVE),
    "GET /giving/approvals/count": Door(GIVE),
    # what was not asked of them does not exist for others; the holder of the level is named in
    # `places`
    "POST /giving/approvals/<uuid:approval_id>/decision": Door(
        GIVE, form=lambda place: {"granted": "no"}, answers=(200, 404)
    ),
    # nothing there is in doubt
    "POST /giving/concessions/<uuid:concession_id>/finding": Door(
        GIVE, form=lambda place: {"there": "no"}, answers=(404,)
    ),
    "GET /giving/policy": Door(()),
    "GET /giving/ledger": Door(LEDGER),
    "GET /giving/ledger.csv": Door(LEDGER),
}
