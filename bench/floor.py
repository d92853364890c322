"""The floor: three indexed queries and a page of 20 KB with 50 rows, and the middleware that counts queries."""

from django.db import connection
from django.http import HttpResponse
from django.template import engines

from accounts.models import Delegation, User
from dialogue_portal.access import PUBLIC, requires

PAGE = engines["django"].from_string(
    "<!doctype html><title>{{ one.short_name }}</title><p>{{ user.full_name }}</p><table>"
    "{% for row in rows %}<tr><td>{{ row.short_name }}</td><td>{{ row.official_name }}</td><td>{{ row.iso3 }}</td>"
    "<td>{{ filling }}</td></tr>{% endfor %}</table>"
)
FILLING = "x" * 320


@requires(PUBLIC)
def floor(request):
    one = Delegation.objects.get(iso2="KE")
    user = User.objects.filter(email="secretariat@demo.example").first()
    rows = Delegation.objects.order_by("short_name")[:50]
    return HttpResponse(PAGE.render({"one": one, "user": user, "rows": rows, "filling": FILLING}))


class CountQueriesMiddleware:
    """Says in a header how many queries an answer cost."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        count = 0

        def counting(execute, *arguments):
            nonlocal count
            count += 1
            return execute(*arguments)

        with connection.execute_wrapper(counting):
            response = self.get_response(request)
        response["X-Queries"] = str(count)
        return response
