from django.urls import path

from lifelong.web.signin.views import SignIn, SignOut, invitation

# allauth looks its views up by these names
urlpatterns = [
    path("sign-in/", SignIn.as_view(), name="account_login"),
    path("sign-out/", SignOut.as_view(), name="account_logout"),
    path("invitations/<str:word>", invitation, name="invitation"),
]
