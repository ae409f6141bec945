"""The manifest: valid by Slack's own schema, no wider than what is used, and wide enough, as every scenario that is played on Slack shows."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from coterie.adapters.slack import scopes
from coterie.adapters.slack.manifest import manifest
from coterie.adapters.slack.settings import SlackSettings
from coterie.adapters.slack.testing.methods import METHODS
from coterie.adapters.slack.throttle import RATES
from coterie.core.cli import cli
from coterie.core.files.surroundings import installed_plugins, load_plugins
from coterie.core.texts import Reader

Reference = Callable[[str], Any]
ADDRESS = "https://coterie.example.org/slack/events"
SAYS = "app_mentions.read", "app_mentions:read"  # how the published list of events writes it, and what it is called


def valid(written: Any, reference: Reference) -> None:
    schema = reference("manifest/manifest.schema.2.0.0.json")
    assert [error.message for error in jsonschema.Draft7Validator(schema).iter_errors(written)] == []


@pytest.mark.parametrize("locale", ["en", "de"])
@pytest.mark.parametrize("address", [None, ADDRESS])
@pytest.mark.parametrize("plugins", [(), ("library",), None])
def test_it_is_valid_by_the_published_schema(
    plugins: tuple[str, ...] | None, address: str | None, locale: str, reference: Reference
) -> None:
    loaded = installed_plugins() if plugins is None else load_plugins(plugins)
    valid(manifest(loaded, Reader(locale), name="x" * 60, address=address), reference)


def test_over_http_every_address_is_given_and_by_socket_none() -> None:
    by_socket, by_http = manifest((), Reader()), manifest((), Reader(), address=ADDRESS)
    assert json.dumps(by_http).count(ADDRESS) == 4 and "://" not in json.dumps(by_socket)
    assert by_socket["settings"]["socket_mode_enabled"] and not by_http["settings"]["socket_mode_enabled"]


def test_for_many_workspaces_it_says_where_they_come_back_and_that_tokens_rotate(reference: Reference) -> None:
    written = manifest(installed_plugins(), Reader(), address=ADDRESS, back="https://x.example/slack/oauth_redirect")
    valid(written, reference)
    assert written["oauth_config"]["redirect_urls"] == ["https://x.example/slack/oauth_redirect"]
    assert written["settings"]["token_rotation_enabled"] and written["settings"]["org_deploy_enabled"]
    told = set(written["settings"]["event_subscriptions"]["bot_events"])
    assert told - set(scopes.events(installed_plugins())) == {"team_access_granted", "team_access_revoked"}
    assert told <= {event["name"] for event in reference("events.json")}


@pytest.mark.parametrize("also", scopes.TURNED_ON)
def test_what_is_turned_on_is_asked_for_there_alone(also: str, reference: Reference) -> None:
    turned_on: Any = {"bookmarks": False, also: True}
    settings = SlackSettings(**turned_on)
    assert settings.also == (also,) and SlackSettings().also == ("bookmarks",)
    written = manifest((), Reader(), also=settings.also)
    valid(written, reference)
    more = set(written["oauth_config"]["scopes"]["bot"]) - set(scopes.scopes(()))
    assert more == set(scopes.TURNED_ON[also].scopes)
    told = set(written["settings"]["event_subscriptions"]["bot_events"]) - set(scopes.events(()))
    assert told == set(scopes.TURNED_ON[also].events) <= {event["name"] for event in reference("events.json")}
    assert more <= {scope for name in RATES for scope in METHODS[name].scopes}


def test_rights_that_only_plugins_use_are_asked_for_with_them_alone() -> None:
    assert not {"files:write", "reactions:write"} & set(scopes.scopes(()))
    assert "files:write" in scopes.scopes(load_plugins(["library"]))
    assert "shortcuts" not in manifest((), Reader())["features"]
    (keep,) = manifest(load_plugins(["library"]), Reader("de"))["features"]["shortcuts"]
    assert keep["callback_id"] == "library keep" and keep["name"] == "In die Bibliothek"


def test_every_scope_lets_through_a_method_or_an_event_that_is_used(reference: Reference) -> None:
    published = {event["name"]: event.get("scopes", []) for event in reference("events.json")}
    of_events = {scope.replace(*SAYS) for event in scopes.events(installed_plugins()) for scope in published[event]}
    of_methods = {scope for name in RATES for scope in METHODS[name].scopes}
    assert set(scopes.scopes(installed_plugins())) <= of_events | of_methods | {"commands"}


def test_every_event_is_published_and_comes_by_a_scope_that_is_asked_for(reference: Reference) -> None:
    published = {event["name"]: event for event in reference("events.json")}
    asked = set(scopes.scopes(()))
    for name in scopes.events(installed_plugins()):
        wanted = {scope.replace(*SAYS) for scope in published[name].get("scopes", [])}
        assert "Events" in published[name]["APIs"] and (not wanted or wanted & asked), name


def test_the_page_explains_every_scope() -> None:
    page = (Path(__file__).parents[3] / "docs" / "slack.md").read_text(encoding="utf-8")
    for ask in scopes.asked(installed_plugins(), scopes.TURNED_ON):
        if ask.scopes:
            named = ", ".join(f"`{scope}`" for scope in ask.scopes)
            assert f"| {named} | {ask.why} |" in page


def printed(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    cli.parse_args(("slack", "manifest", *words))
    cli(("slack", "manifest", *words), exit_on_error=False, result_action="return_value")
    return json.loads(capsys.readouterr().out)


def test_the_command_writes_it_as_the_configuration_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], reference: Reference
) -> None:
    monkeypatch.chdir(tmp_path)
    assert printed(capsys)["settings"]["socket_mode_enabled"]
    web = '[web]\nurl = "https://coterie.example.org/"\n'
    config = f'[coterie]\nplugins = ["library"]\nlocale = "de"\n[slack]\nmode = "http"\n{web}'
    Path("coterie.toml").write_text(config, encoding="utf-8")
    written = printed(capsys)
    valid(written, reference)
    assert written["settings"]["interactivity"]["request_url"] == ADDRESS
    assert written["features"]["shortcuts"][0]["name"] == "In die Bibliothek"
    assert "reactions:write" not in written["oauth_config"]["scopes"]["bot"]
    assert printed(capsys, "--socket", "--name", "Club")["display_information"]["name"] == "Club"
    many = printed(capsys, "--workspaces", "--http", "https://x.example")
    assert many["oauth_config"]["redirect_urls"] == ["https://x.example/slack/oauth_redirect"]
    assert printed(capsys, "--http", "https://x.example")["settings"]["event_subscriptions"]["request_url"] == (
        "https://x.example/slack/events"
    )
