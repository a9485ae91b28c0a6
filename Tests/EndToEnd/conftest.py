import signal

import pytest

from platform_under_test import SERVICES, Platform, free_port
from scene import Scene


def running(platform):
    try:
        platform.up()
        yield platform
    finally:
        platform.down()
        platform.remove()


@pytest.fixture(scope="session")
def platform():
    """What comes from this machine may name its address, so that a test's failures to sign in shut no other test out.
    A proof of who one is lasts as long as the tests, of which several use the admin's one session."""
    yield from running(Platform(CROUPIER_TRUSTED_PROXIES="127.0.0.1", CROUPIER_PROOF_MINUTES="120"))


@pytest.fixture(scope="session")
def tcp_platform():
    """A second platform beside the first, whose wallet is asked over TCP, and where a proof is old after a minute."""
    yield from running(Platform(
        CROUPIER_ENDPOINT_WALLET=f"tcp://127.0.0.1:{free_port()}", CROUPIER_PEERS_WALLET=f"tcp://127.0.0.1:{free_port()}",
        CROUPIER_PROOF_MINUTES="1"))


@pytest.fixture(scope="session")
def admin(platform):
    return platform.admin()


@pytest.fixture(scope="session")
def scene(platform, admin):
    return Scene(platform, admin)


@pytest.fixture
def unchanged(scene):
    """Holds a test to it: afterwards all is as before, and the platform still takes a bet's look-up."""
    before = scene.state()
    yield scene
    assert scene.state() == before
    assert scene.player.get(f"/v1/bets/{scene.bet['id']}").expect(200)["status"] == "accepted"


@pytest.fixture(autouse=True)
def no_test_hangs():
    """Whatever a test waits for, it does not wait for ever."""

    def give_up(*_):
        raise TimeoutError("the test took more than two minutes")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(120)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.fixture(autouse=True)
def all_services_run(request):
    """A test that ends what it does not start again must not be the reason for the next one's failure."""
    yield
    if "platform" not in request.fixturenames:
        return
    platform = request.getfixturevalue("platform")
    for service in SERVICES:
        if not platform.is_alive(service):
            platform.start(service)
    platform.wait_until_ready()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """With a failure, the last of what the services wrote."""
    outcome = yield
    report = outcome.get_result()
    platform = item.funcargs.get("platform") if hasattr(item, "funcargs") else None
    if report.failed and platform:
        for service in SERVICES:
            report.sections.append((f"{service}'s log", "\n".join(platform.log(service).splitlines()[-10:])))
