"""The WSGI application that ``lotse web`` serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lotse.settings")

application = get_wsgi_application()
