from django.urls import path

from lifelong.web.later import later
from lifelong.web.signin.passkeys import SignInByPasskey
from lifelong.web.signin.resets import forgotten, reset
from lifelong.web.signin.second_factor import ProveSecondFactor, set_up
from lifelong.web.signin.views import SignIn, SignOut, invitation

# speaks HTTP to the company's provider
_COMPANY = "lifelong.web.signin.company"
# allauth looks its views up by their names
urlpatterns = [
    path("sign-in/", SignIn.as_view(), name="account_login"),
    path("sign-in/company", later(_COMPANY, "company", "GET"), name="company"),
    path("sign-in/company/back", later(_COMPANY, "company_back", "GET"), name="company-back"),
    path("sign-in/forgotten", forgotten, name="forgotten"),
    path("sign-in/passkey", SignInByPasskey.as_view(), name="mfa_login_webauthn"),
    path("sign-in/second-factor", ProveSecondFactor.as_view(), name="mfa_authenticate"),
    path("sign-in/set-up", set_up, name="second-factor-set-up"),
    path("sign-out/", SignOut.as_view(), name="account_logout"),
    path("invitations/<str:word>", invitation, name="invitation"),
    path("resets/<str:word>", reset, name="reset"),
]
