"""`doctor`: every failed line says what to do."""

import json
from pathlib import Path

from imwu_inbox.cli.doors import Probe
from imwu_inbox.errors import NeighbourDown
from tests.cli.conftest import Caller


def down() -> str:
    """A server that does not answer."""
    raise NeighbourDown("smtp.example.org does not answer")


WELL = Probe(name="mailbox", cure="See [mailbox].", attempt=lambda: "signed in")
ILL = Probe(name="relay", cure="See host and port of [smtp].", attempt=down)


def test_a_healthy_house_ends_with_0(call: Caller) -> None:
    """Every line is ok."""
    call.probes = (WELL,)
    said = call("doctor")
    assert said.code == 0
    assert "FAILED" not in said.out
    assert "mailbox        ok  signed in" in said.out


def test_a_failed_line_comes_with_its_cure_and_ends_with_1(call: Caller) -> None:
    """The other lines are still tried."""
    call.probes = (ILL, WELL)
    said = call("doctor")
    assert said.code == 1
    assert "relay          FAILED  smtp.example.org does not answer" in said.out
    assert "mailbox        ok      signed in" in said.out
    assert "relay: See host and port of [smtp]." in said.out


def test_the_findings_are_there_for_machines(call: Caller) -> None:
    """One array, the configuration first."""
    call.probes = (ILL,)
    said = call("doctor", "--json")
    first, second = json.loads(said.out)
    assert (said.code, first["check"], first["ok"]) == (1, "configuration", True)
    assert second == {
        "check": "relay",
        "ok": False,
        "found": "smtp.example.org does not answer",
        "cure": "See host and port of [smtp].",
    }


def test_a_wrong_configuration_is_a_finding_too(call: Caller, tmp_path: Path) -> None:
    """Nothing further can be tried."""
    call.probes = (WELL,)
    config = tmp_path / "wrong.toml"
    config.write_text("[mailbox]\nport = 0\n", encoding="utf-8")
    said = call("doctor", "--config", config, "--json")
    (only,) = json.loads(said.out)
    assert (said.code, only["check"], only["ok"]) == (1, "configuration", False)
    assert "expected a whole number from 1 to 65535" in only["found"]
