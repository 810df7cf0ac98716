"""The data as it is cited, in the Citation File Format, which archives read."""

import datetime

import yaml
from django.conf import settings
from django.utils.translation import override

from portal.pages.catalog.known import ABOUT, KEYWORDS, NAME, TITLE


def citation_cff(version: int, day: datetime.date, address: str = "") -> str:
    """CITATION.cff of a version of the data that was made on a day; `address` is of the site.

    The format knows one language, which by its custom is English.
    """
    with override("en"):
        told = {
            "cff-version": "1.2.0",
            "message": "If you use these data, please cite them as below, with their version.",
            "type": "dataset",
            "title": str(TITLE),
            "abstract": str(ABOUT),
            "authors": [{"name": f"{NAME} contributors"}],
            "version": str(version),
            "date-released": day,
            "license": settings.DATA_LICENCE,
            "keywords": [str(each) for each in KEYWORDS],
        }
    if settings.DATA_LICENCE not in settings.LICENCES:
        # What is no identifier of SPDX is told by its address alone.
        told = {name: value for name, value in told.items() if name != "license"}
        told["license-url"] = settings.DATA_LICENCE_URL
    if address:
        told["url"] = address
    return yaml.safe_dump(told, sort_keys=False, allow_unicode=True, width=100)
