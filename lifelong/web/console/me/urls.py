from django.urls import path

from lifelong.web.console.me import bell, factors, myself, shifts, signing_in

urlpatterns = [
    path("me", myself.me),
    path("me/theme", myself.theme),
    path("me/shift", shifts.shift),
    path("me/screen", shifts.screen),
    path("me/sound", myself.sound),
    path("me/bell", bell.bell),
    path("me/absence", shifts.absence),
    path("me/sign-in", signing_in.signing_in),
    path("me/sign-in/proof", signing_in.shown_again),
    path("me/password", signing_in.password),
    path("me/sessions", signing_in.sessions),
    path("me/sessions/<int:session_id>", signing_in.session),
    path("me/app", factors.app),
    path("me/recovery-codes", factors.recovery_codes),
    path("me/passkeys", factors.passkeys),
    path("me/passkeys/<int:passkey_id>", factors.passkey),
]
