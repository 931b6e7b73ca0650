from django.urls import path

from lifelong.web.taps import views

app_name = "taps"
urlpatterns = [path("<str:token>", views.tap, name="tap")]
