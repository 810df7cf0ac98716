#!/usr/bin/env python
"""Django's command line for Shirube."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:  # the settings say what is missing and how to mend it
        sys.exit(str(error))
    except KeyboardInterrupt:  # nothing is half done: what commands write are transactions
        sys.exit("Stopped.")
