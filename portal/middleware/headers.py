"""What browsers are told beside the policy of what may load (`django-csp`)."""

from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers

# Nothing of this is used here, nor by whatever would find its way into a page.
PERMISSIONS = ", ".join(
    f"{name}=()"
    for name in (
        *("accelerometer", "autoplay", "camera", "display-capture", "encrypted-media"),
        *("fullscreen", "geolocation", "gyroscope", "magnetometer", "microphone", "midi"),
        *("payment", "picture-in-picture", "publickey-credentials-get", "screen-wake-lock"),
        *("usb", "xr-spatial-tracking"),
    )
)


class Headers:
    """Middleware: what pages may do, who may embed them, and that nothing of the admin is kept."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response["Permissions-Policy"] = PERMISSIONS
        # Files of data are for pages of other sites too.
        shared = "Access-Control-Allow-Origin" in response
        response["Cross-Origin-Resource-Policy"] = "cross-origin" if shared else "same-origin"
        told = response.get("Cache-Control", "")
        if request.path_info.startswith("/admin/") and "no-store" not in told:
            add_never_cache_headers(response)
        return response
