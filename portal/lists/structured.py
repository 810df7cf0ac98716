"""Lists in the words of schema.org, for services that look for data."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, gettext

from portal.lists.declaration import ListPage
from portal.lists.download import CSV, XLSX


def dataset(listing: ListPage, request: HttpRequest) -> dict:
    """A whole list as a Dataset with its downloads."""
    files = ((CSV.partition(";")[0], "csv"), (XLSX, "xlsx"))
    return {
        "@type": "Dataset",
        "name": f"{listing.title} | {gettext('Shirube')}",
        "description": str(listing.lead),
        "url": request.build_absolute_uri(reverse(listing.name)),
        "inLanguage": get_language(),
        "isAccessibleForFree": True,
        "creator": {"@type": "Organization", "name": gettext("Shirube")},
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": kind,
                "contentUrl": request.build_absolute_uri(reverse(f"{listing.name}-{suffix}")),
            }
            for kind, suffix in files
        ],
    }
