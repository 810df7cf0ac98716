"""What every page knows."""


def sources(request):
    return {}
