from django.db import models


class Heartbeat(models.Model):
    """When a part of the installation was last alive."""

    process = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()
    detail = models.CharField(max_length=200, blank=True)


class Preparation(models.Model):
    """That this database is ready for the migrations whose digest this is."""

    digest = models.CharField(max_length=64, primary_key=True)
    at = models.DateTimeField()
    #: what `lifelong run` says below the address: the demo's sign-ins
    notice = models.TextField(blank=True)
