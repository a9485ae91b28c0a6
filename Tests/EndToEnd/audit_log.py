"""What the audit service says of itself, and what the services say it ought to have."""

import json

from client import Client
from platform_under_test import SERVICES, SUBSCRIBER, eventually


def heads(platform):
    """The number of each service's last event, by the service's own word."""
    found = {}
    for service in SERVICES:
        header, body = Client(platform.home, SUBSCRIBER, service).ask("runtime.status", {})
        assert header["status"] == "200"
        found[service] = json.loads(body)["last_event"]
    return found


def wait_until_complete(platform, admin):
    """Waits until the audit log has all that every service has told, without a gap; answers with its sources."""

    def look():
        before = heads(platform)
        sources = {source["source"]: source for source in admin.get("/v1/audit/sources").expect(200)["items"]}
        has_all = all(sources[name]["sequence"] == head for name, head in before.items() if name in sources)
        return sources if has_all and sources.keys() == before.keys() and heads(platform) == before else None

    return eventually(look, "the audit log has every event of every service")
