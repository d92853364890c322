"""The production files say what they should: no container engine is needed to read them."""

import re
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
import yaml
from servestatic import ServeStatic
from uvicorn.main import main as uvicorn

from dialogue_portal.staticfiles import static_options

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = {"web": "gunicorn", "events": "uvicorn", "worker": "celery", "beat": "celery", "migrate": "python"}


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


def test_compose_names_every_part(compose):
    assert set(compose["services"]) == {"proxy", "database", "redis", *PROGRAMS}


def test_every_lasting_service_has_a_health_check(compose):
    lasting = {name for name in compose["services"] if name != "migrate"}
    assert {name for name in lasting if "test" in compose["services"][name].get("healthcheck", {})} == lasting


@pytest.mark.parametrize(("service", "program"), PROGRAMS.items())
def test_commands_name_installed_programs(compose, service, program):
    assert compose["services"][service]["command"][0] == program
    assert shutil.which(program)


def test_page_servers_command_is_valid(compose):
    checked = subprocess.run(
        [*compose["services"]["web"]["command"], "--check-config"], cwd=ROOT, capture_output=True, text=True
    )
    assert checked.returncode == 0, checked.stderr


def test_event_servers_command_is_valid(compose):
    context = uvicorn.make_context("uvicorn", compose["services"]["events"]["command"][1:])
    assert context.params["app"] == "dialogue_portal.asgi:application"
    assert context.params["timeout_graceful_shutdown"] == 3


def test_one_replica_count_turns_servers_and_workers_but_not_beat(compose):
    replicas = {name: compose["services"][name]["deploy"]["replicas"] for name in ("web", "events", "worker", "beat")}
    assert replicas == dict.fromkeys(("web", "events", "worker"), "${WEB_REPLICAS:-2}") | {"beat": 1}


def test_what_must_last_is_on_named_volumes(compose):
    mounted = {
        volume.split(":")[0]
        for service in compose["services"].values()
        for volume in service.get("volumes", [])
        if not volume.startswith(".")
    }
    assert mounted == set(compose["volumes"]) == {"certificates", "database", "media", "redis"}


@pytest.mark.parametrize("name", ["SECRET_KEY", "PORTAL_HOST", "POSTGRES_PASSWORD", "EMAIL_URL"])
def test_start_is_refused_without_a_secret(name):
    assert re.search(rf"\$\{{{name}:\?", (ROOT / "docker-compose.yml").read_text())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", None),
        ("SECRET_KEY", "short"),
        ("MFA_KEY", f"{'long' * 8},short"),
        ("SECOND_FACTOR_ROLES", "bureau,revewer"),
        ("APPLY_RATE", "often"),
        ("UPLOAD_RATE", "0/m"),
    ],
)
def test_settings_refuse_to_start_with_what_they_cannot_use(tmp_path, name, value):
    environment = {"VAR_DIR": str(tmp_path), "SECRET_KEY": "long" * 8, name: value}
    started = subprocess.run(
        [sys.executable, "-c", "import dialogue_portal.settings"],
        cwd=ROOT,
        env={key: given for key, given in environment.items() if given is not None},
        capture_output=True,
        text=True,
    )
    assert started.returncode != 0
    assert name in started.stderr


def test_image_runs_as_an_ordinary_user_from_hashed_pins():
    image = (ROOT / "Dockerfile").read_text()
    assert "--require-hashes -r requirements/base.lock" in image
    assert image.index("USER portal") > image.index("collectstatic")


def test_locks_name_no_address_of_an_index():
    for lock in (ROOT / "requirements").glob("*.lock"):
        assert not re.search(r"https?://|--(extra-)?index-url|--find-links", lock.read_text()), lock.name


def test_static_files_are_served_in_front_of_the_pages(tmp_path):
    (tmp_path / "portal.0123456789ab.css").write_text("body {}")
    answered = {}
    environ = {"PATH_INFO": "/static/portal.0123456789ab.css", "REQUEST_METHOD": "GET"}

    file = ServeStatic(None, **static_options() | {"root": tmp_path})(
        environ, lambda status, headers: answered.update(headers, status=status)
    )

    with closing(file):
        assert (answered["status"], b"".join(file)) == ("200 OK", b"body {}")
    assert "immutable" in answered["Cache-Control"]
    assert answered["X-Content-Type-Options"] == "nosniff"
