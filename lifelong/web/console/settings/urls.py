from django.urls import path

from lifelong.web.console.settings import brands, endpoints, heroes, teams, tokens, topics, widgets

urlpatterns = [
    path("heroes", heroes.heroes),
    path("heroes/new", heroes.new_hero),
    path("heroes/<uuid:agent_id>", heroes.hero),
    path("heroes/<uuid:agent_id>/invitation", heroes.invitation),
    path("heroes/<uuid:agent_id>/departure", heroes.departure),
    path("heroes/<uuid:agent_id>/wages", heroes.wages),
    path("teams", teams.teams),
    path("teams/<uuid:team_id>", teams.team),
    path("topics", topics.topics),
    path("topics/<uuid:topic_id>", topics.topic),
    path("topics/<uuid:topic_id>/retirement", topics.retirement),
    path("endpoints", endpoints.endpoints),
    path("endpoints/new", endpoints.new_endpoint),
    path("endpoints/<uuid:endpoint_id>", endpoints.endpoint),
    path("endpoints/<uuid:endpoint_id>/test-mail", endpoints.test_mail),
    path("brands/new", brands.new_brand),
    path("brands/<uuid:brand_id>", brands.brand),
    path("inboxes/new", brands.new_inbox),
    path("inboxes/<uuid:inbox_id>", brands.inbox),
    path("widgets", widgets.widgets),
    path("widgets/new", widgets.new_widget),
    path("widgets/<uuid:widget_id>", widgets.widget),
    path("widgets/<uuid:widget_id>/secret", widgets.secret),
    path("widgets/<uuid:widget_id>/trial", widgets.trial),
    path("tokens", tokens.tokens),
    path("tokens/<uuid:token_id>", tokens.token),
]
