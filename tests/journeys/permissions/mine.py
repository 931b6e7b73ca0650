"""What is of whoever sits before the screen."""

from tests.journeys.permissions.lines import PUBLIC, REFUSED, Door

MINE = ()
DOORS: dict[str, Door] = {
    "GET /me": Door(MINE),
    "POST /me": Door(MINE, answers=REFUSED),
    "POST /me/theme": Door(MINE),
    "POST /me/sound": Door(MINE),
    "PUT /me/screen": Door(MINE),
    # what is no subscription is refused behind the door
    "PUT /me/bell": Door(MINE, answers=(422,)),
    "DELETE /me/bell": Door(MINE),
    "GET /me/shift": Door(MINE),
    "POST /me/shift": Door(MINE),
    "DELETE /me/shift": Door(MINE, answers=(200, 409)),
    "POST /me/absence": Door(MINE, answers=REFUSED),
    "DELETE /me/absence": Door(MINE, answers=(200, 409)),
    "GET /me/sign-in": Door(MINE),
    "POST /me/sign-in/proof": Door(MINE, answers=(200, 422, 429)),
    # who is nobody yet proves it first: what lies behind is walked in test_second_factor.py
    "POST /me/password": Door(MINE, answers=(403, 422)),
    "DELETE /me/sessions": Door(MINE),
    "DELETE /me/sessions/<int:session_id>": Door(MINE, answers=(404,)),
    "GET /me/app": Door(MINE, answers=(403,)),
    "POST /me/app": Door(MINE, answers=(403,)),
    "DELETE /me/app": Door(MINE, answers=(403,)),
    "POST /me/recovery-codes": Door(MINE, answers=(403,)),
    "GET /me/passkeys": Door(MINE, answers=(403,)),
    "POST /me/passkeys": Door(MINE, answers=(403,)),
    "POST /me/passkeys/<int:passkey_id>": Door(MINE, answers=(403,)),
    "DELETE /me/passkeys/<int:passkey_id>": Door(MINE, answers=(403,)),
    "GET /sign-in/passkey": Door(PUBLIC, answers=(200, 302, 429)),
    "POST /sign-in/passkey": Door(PUBLIC, answers=(302, 429)),
    "GET /sign-in/second-factor": Door(PUBLIC, answers=(302,)),
    "POST /sign-in/second-factor": Door(PUBLIC, answers=(302,)),
    "GET /sign-in/company": Door(PUBLIC, answers=(404, 429)),
    "GET /sign-in/company/back": Door(PUBLIC, answers=(403, 404, 429)),
    "ANY /sign-in/set-up": Door(PUBLIC, answers=(302,)),
    "ANY /sign-in/forgotten": Door(PUBLIC, answers=(200, 422, 429)),
    "ANY /resets/<str:word>": Door(PUBLIC, answers=(404, 429)),
    "ANY /invitations/<str:word>": Door(PUBLIC, answers=(404, 429)),
}
