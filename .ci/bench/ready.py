"""Django, ready to use. Import this before any model."""

import django

django.setup()
