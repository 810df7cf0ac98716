"""What lists keep in the database beside the record."""

from django.db import models


class KeptFacets(models.Model):
    """The bitmaps of one list at one version, for processes that begin: a single row for each list.

    `layout` is a fingerprint of the statements that they were read by.
    """

    name = models.CharField(max_length=100, primary_key=True)
    layout = models.CharField(max_length=64)
    number = models.PositiveBigIntegerField()
    token = models.CharField(max_length=16)
    bitmaps = models.BinaryField()

    def __str__(self):
        return f"{self.name}: {self.number}"
