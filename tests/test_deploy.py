"""The files in ``deploy/``: valid, hardened, and naming only settings and pages that there are."""

import fnmatch
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml

from bot.cli.app import FAILED
from bot.settings import Settings, read_settings

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
SETTINGS = {name.upper() for name in Settings.model_fields}
OF_PYTHON = {"PATH", "PYTHONUNBUFFERED", "TMPDIR"}

Json = dict[str, Any]


def resources() -> list[Json]:
    files = sorted((DEPLOY / "kubernetes").glob("*.yaml"))
    return [each for file in files for each in yaml.safe_load_all(file.read_text("utf-8"))]


@pytest.fixture
def pod() -> Json:
    [found] = [each for each in resources() if each["kind"] == "StatefulSet"]
    spec: Json = found["spec"]["template"]["spec"]
    return spec


@pytest.fixture
def dockerfile() -> str:
    text = (DEPLOY / "Dockerfile").read_text("utf-8")
    return re.sub(r"\\\n", " ", text)


@pytest.mark.parametrize("resource", resources(), ids=lambda each: each["kind"])
def test_kubernetes_knows_every_key(resource: Json) -> None:
    version = kubernetes_validate.latest_version()
    kubernetes_validate.validate(resource, version, strict=True)


def test_a_key_that_kubernetes_does_not_know_would_be_found() -> None:
    resource = resources()[0]
    resource["spec"]["template"]["spec"]["containers"][0]["readynessProbe"] = {}
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(resource, kubernetes_validate.latest_version(), strict=True)


def test_a_pod_may_do_as_little_as_possible(pod: Json) -> None:
    [container] = pod["containers"]
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["automountServiceAccountToken"] is False
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert container["resources"]["limits"]["memory"]


def test_a_pod_has_the_shard_of_its_number_and_is_watched(
    pod: Json, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    [container] = pod["containers"]
    env = {each["name"]: each.get("value") for each in container["env"]}
    assert env.keys() <= SETTINGS
    assert all(
        container[name]["httpGet"]["port"] == "monitoring" for name in container if "Probe" in name
    )
    assert container["readinessProbe"]["httpGet"]["path"] == "/readyz"
    assert container["livenessProbe"]["httpGet"]["path"] == "/healthz"
    for name, value in env.items():
        monkeypatch.setenv(name, value or {"SHARD_ID": "hatsugen-1"}.get(name, "a.b.c"))
    settings = read_settings()
    assert settings.shards == (1,)
    assert settings.monitoring_port == container["ports"][0]["containerPort"]
    [stateful] = [each["spec"] for each in resources() if each["kind"] == "StatefulSet"]
    assert stateful["replicas"] == settings.shard_count
    assert stateful["podManagementPolicy"] == "OrderedReady"


def test_a_newer_version_is_put_beside_an_older_one_as_the_file_says() -> None:
    text = (DEPLOY / "kubernetes" / "hatsugen.yaml").read_text("utf-8")
    found = re.search(r"sed -E 's/(.+)/(.+)/'", text)
    assert found is not None
    pattern, replacement = found.groups()
    beside = [*yaml.safe_load_all(re.sub(pattern, replacement, text, flags=re.MULTILINE))]
    for resource in beside:
        kubernetes_validate.validate(resource, kubernetes_validate.latest_version(), strict=True)
        assert resource["metadata"]["name"] == "hatsugen-next"
    assert len(beside) == len(resources())
    [stateful] = [each["spec"] for each in beside if each["kind"] == "StatefulSet"]
    label = {"app.kubernetes.io/name": "hatsugen-next"}
    assert (
        stateful["selector"]["matchLabels"] == stateful["template"]["metadata"]["labels"] == label
    )
    [container] = stateful["template"]["spec"]["containers"]
    [token] = [each for each in container["env"] if each["name"] == "DISCORD_TOKEN"]
    assert token["valueFrom"]["secretKeyRef"]["name"] == "hatsugen"


@pytest.mark.parametrize("key", ["read_only", "readonly"])
def test_compose_knows_every_key(key: str, tmp_path: Path) -> None:
    text = (DEPLOY / "compose.yaml").read_text("utf-8")
    (tmp_path / "compose.yaml").write_text(text.replace("read_only", key), "utf-8")
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    checked = subprocess.run(
        [*command, tmp_path / "compose.yaml"], capture_output=True, text=True, check=False
    )
    assert checked.returncode == (key != "read_only"), checked.stdout + checked.stderr
    assert ("'readonly' was unexpected" in checked.stdout) == (key != "read_only")


def test_composed_services_are_hardened_and_set_only_what_there_is() -> None:
    composed = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
    assert composed["services"].keys() == {"hatsugen", "first", "second"}
    for service in composed["services"].values():
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert service["environment"].keys() <= SETTINGS
        assert (DEPLOY / service["build"]["context"] / service["build"]["dockerfile"]).is_file()
    shards = [composed["services"][name]["environment"] for name in ("first", "second")]
    assert [(each["SHARD_ID"], each["SHARD_COUNT"]) for each in shards] == [("0", "2"), ("1", "2")]


def test_the_image_runs_as_nobody_special_with_pinned_versions(dockerfile: str) -> None:
    assert re.findall(r"^USER (\S+)", dockerfile, re.MULTILINE) == ["10001:10001"]
    assert "-c constraints.txt" in dockerfile
    python = re.findall(r"^FROM python:(\S+)-slim", dockerfile, re.MULTILINE)
    pinned = re.findall(r"for Python (\S+):", (ROOT / "constraints.txt").read_text("utf-8"))
    assert python == pinned * 2
    environment = re.findall(r"^ENV (.*)", dockerfile, re.MULTILINE)
    names = {name for line in environment for name in re.findall(r"(\w+)=", line)}
    assert names - OF_PYTHON <= SETTINGS
    assert "/healthz" in dockerfile


def test_what_the_image_is_made_of_is_sent_to_the_builder(dockerfile: str) -> None:
    lines = (ROOT / ".dockerignore").read_text("utf-8").split()
    sent = [line.removeprefix("!") for line in lines if line.startswith("!")]
    copied = re.findall(r"^COPY (?!--from)(.*) \S+$", dockerfile, re.MULTILINE)
    names = [name for line in copied for name in line.split()]
    assert names
    assert all((ROOT / name).exists() for name in names)
    assert [name for name in names if not any(fnmatch.fnmatch(name, each) for each in sent)] == []
    assert ".env" not in sent


@pytest.fixture
def unit() -> str:
    return (DEPLOY / "hatsugen@.service").read_text("utf-8")


def test_the_unit_sets_only_what_there_is_and_gives_up_where_trying_again_is_in_vain(
    unit: str,
) -> None:
    lines = re.findall(r"^Environment=(.*)", unit, re.MULTILINE)
    names = {name for line in lines for name in re.findall(r"(\w+)=", line)}
    assert names - OF_PYTHON <= SETTINGS
    assert f"RestartPreventExitStatus={FAILED}\n" in unit
    assert "ExecReload=/bin/kill -HUP $MAINPID\n" in unit


def test_an_instance_of_the_unit_takes_the_place_of_another_as_the_same_user(unit: str) -> None:
    assert "ExecStart=/opt/hatsugen-%i/bin/hatsugen run --take-over\n" in unit
    assert "DynamicUser=yes\nUser=hatsugen\n" in unit
    shared = [line for line in unit.splitlines() if line.startswith(("Environment", "StateDir"))]
    assert not any("%" in line for line in shared)


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
def test_systemd_takes_the_unit_and_finds_it_hardened(unit: str, tmp_path: Path) -> None:
    path = tmp_path / "hatsugen@1.service"
    # systemd looks whether the program is there.
    path.write_text(unit.replace("/opt/hatsugen-%i/bin/hatsugen", "/bin/true"), "utf-8")
    verified = subprocess.run(
        ["systemd-analyze", "verify", path], capture_output=True, text=True, check=False
    )
    assert (verified.returncode, verified.stderr) == (0, "")
    exposed = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--threshold=15", path],
        capture_output=True,
        text=True,
        check=False,
    )
    assert exposed.returncode == 0, exposed.stdout
