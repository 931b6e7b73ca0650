from django.urls import path

from lifelong.web.signin.company import company, company_back
from lifelong.web.signin.passkeys import SignInByPasskey
from lifelong.web.signin.resets import forgotten, reset
from lifelong.web.signin.second_factor import ProveSecondFactor, set_up
from lifelong.web.signin.views import SignIn, SignOut, invitation

# allauth looks its views up by their names
urlpatterns = [
    path("sign-in/", SignIn.as_view(), name="account_login"),
    path("sign-in/company", company, name="company"),
    path("sign-in/company/back", company_back, name="company-back"),
    path("sign-in/forgotten", forgotten, name="forgotten"),
    path("sign-in/passkey", SignInByPasskey.as_view(), name="mfa_login_webauthn"),
    path("sign-in/second-factor", ProveSecondFactor.as_view(), name="mfa_authenticate"),
    path("sign-in/set-up", set_up, name="second-factor-set-up"),
    path("sign-out/", SignOut.as_view(), name="account_logout"),
    path("invitations/<str:word>", invitation, name="invitation"),
    path("resets/<str:word>", reset, name="reset"),
]
