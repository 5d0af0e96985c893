"""The command line as an operator meets it: what is said when something is missing, and a stop that loses nothing."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.db.schema import bring_up_to_date
from bot.db.work import Database
from bot.domain.types import new_key, vault
from bot.playground.workspace import RunningSlack, Workspace, serve_slack
from bot.services import timetable
from tests.bench.wire import SECRET, Line, command
from tests.commands import run
from tests.given import HOLDER, KEY, MANAGER, TEAM, a_tour

MONDAY = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
ROOT = Path(__file__).parents[1]


def app(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end, with these settings and no others."""
    return subprocess.run(
        [sys.executable, str(ROOT / "app.py"), *arguments],
        env=environment(settings),
        capture_output=True,
        text=True,
        timeout=60,
        cwd=settings.get("HOME", "/"),
    )


def environment(settings: dict[str, str]) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], **settings}


def test_serve_says_everything_that_is_missing_at_once() -> None:
    done = run("serve")
    assert done.exit_code == 1
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "ENCRYPTION_KEYS", "new-key", "doctor"):
        assert name in done.output


def test_a_malformed_setting_is_named_and_its_value_is_not_shown() -> None:
    done = run("doctor", ENCRYPTION_KEYS="hunter2", PORT="eighty")
    assert done.exit_code == 1
    assert "ENCRYPTION_KEYS" in done.output
    assert "PORT" in done.output
    assert "hunter2" not in done.output


@pytest.mark.parametrize(
    ("faults", "said"),
    [
        ("sluggish=0.3", "There is no fault called sluggish. There are: slow, drop,"),
        ("slow=3", "A share lies between 0 and 1, as in slow=0.3; this one does not: slow=3."),
        ("slow=often", "this one does not: slow=often."),
    ],
)
def test_the_demo_says_what_is_wrong_with_the_faults_asked_for(faults: str, said: str) -> None:
    done = run("demo", "--port", "0", SLACK_FAULTS=faults)
    assert done.exit_code == 1
    assert said in done.output


def test_the_demo_says_that_its_port_is_taken_and_leaves() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = run("demo", "--port", str(taken.getsockname()[1]))
    assert done.exit_code == 1
    assert "is taken" in done.output


def test_serve_wants_a_current_schema(tmp_path: Path) -> None:
    settings = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s", "ENCRYPTION_KEYS": new_key()}
    done = run("serve", **settings, DATABASE_URL=f"sqlite:///{tmp_path / 'data' / 'new.sqlite'}")
    assert done.exit_code == 1
    assert "app.py migrate" in done.output


def test_the_doctor_finds_all_well_and_each_thing_that_is_not(
    tmp_path: Path, workspace: Workspace, slack: RunningSlack
) -> None:
    settings = usable(tmp_path, workspace, slack)
    sick = run("doctor", **{**settings, "SLACK_BOT_TOKEN": "xoxb-wrong"})
    assert sick.exit_code == 1
    assert "copy it again" in sick.output
    assert "app.py migrate makes it" in sick.output
    assert list(tmp_path.rglob("*.sqlite")) == []
    assert app("migrate", **settings).returncode == 0
    assert run("migrate", **settings).exit_code == 0
    well = app("doctor", **settings)
    assert (well.returncode, well.stdout.splitlines()[-1]) == (0, "All is well.")


def test_the_doctor_says_when_slack_cannot_be_reached(
    tmp_path: Path, workspace: Workspace, slack: RunningSlack
) -> None:
    done = run(
        "doctor", **{**usable(tmp_path, workspace, slack), "SLACK_API_URL": f"http://127.0.0.1:{free_port()}/api/"}
    )
    assert "Slack cannot be reached" in done.output


def test_the_doctor_says_that_keys_are_missing_and_looks_at_the_rest(
    tmp_path: Path, workspace: Workspace, slack: RunningSlack
) -> None:
    done = run("doctor", **{**usable(tmp_path, workspace, slack), "ENCRYPTION_KEYS": ""})
    assert done.exit_code == 1
    assert "ENCRYPTION_KEYS is missing" in done.output
    assert "app.py migrate" in done.output


def test_the_doctor_says_that_no_key_opens_what_is_stored(
    tmp_path: Path, workspace: Workspace, slack: RunningSlack
) -> None:
    settings = migrated(usable(tmp_path, workspace, slack))
    plan_message(settings["DATABASE_URL"])
    done = run("doctor", **{**settings, "ENCRYPTION_KEYS": new_key()})
    assert done.exit_code == 1
    assert "none of ENCRYPTION_KEYS opens" in done.output


def test_sealing_anew_without_a_key_says_so(tmp_path: Path, workspace: Workspace, slack: RunningSlack) -> None:
    done = run("seal-anew", **{**migrated(usable(tmp_path, workspace, slack)), "ENCRYPTION_KEYS": ""})
    assert (done.exit_code, "ENCRYPTION_KEYS is missing" in done.output) == (1, True)


def test_a_steward_is_named_without_a_key(tmp_path: Path, workspace: Workspace, slack: RunningSlack) -> None:
    settings = {**migrated(usable(tmp_path, workspace, slack)), "ENCRYPTION_KEYS": ""}
    assert run("name-steward", TEAM, MANAGER.user_id, **settings).exit_code == 0
    other = run("name-steward", TEAM, "U0OTHER", **settings)
    assert (other.exit_code, "has stewards" in other.output) == (1, True)
    assert run("name-steward", TEAM, "U0OTHER", "--replace", **settings).exit_code == 0


@pytest.mark.parametrize("ids", [("nonsense", "U0OTHER"), (TEAM, "banana")])
def test_a_steward_is_named_by_their_id(
    tmp_path: Path, workspace: Workspace, slack: RunningSlack, ids: tuple[str, str]
) -> None:
    done = run("name-steward", *ids, **migrated(usable(tmp_path, workspace, slack)))
    assert (done.exit_code, "as U0123ABCD" in done.output) == (1, True)


def test_serve_says_that_its_port_is_taken_and_leaves(
    tmp_path: Path, workspace: Workspace, slack: RunningSlack
) -> None:
    settings = migrated(usable(tmp_path, workspace, slack))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = app("serve", **settings, PORT=str(taken.getsockname()[1]))
    assert (done.returncode, "cannot be listened on" in done.stderr) == (1, True)
    assert "Traceback" not in done.stderr
    assert "warning" not in done.stderr


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"SLACK_APP_TOKEN": "xapp-wrong"}, "Slack refuses SLACK_APP_TOKEN"),
        ({"SLACK_API_URL": "http://127.0.0.1:9/api/"}, "Slack cannot be reached"),
    ],
)
def test_serve_says_why_it_cannot_connect_and_leaves(
    tmp_path: Path, workspace: Workspace, slack: RunningSlack, wrong: dict[str, str], said: str
) -> None:
    settings = {**migrated(usable(tmp_path, workspace, slack)), "SLACK_APP_TOKEN": workspace.app.app_token, **wrong}
    done = app("serve", **settings, PORT=str(free_port()))
    assert (done.returncode, said in done.stderr) == (1, True)
    assert "Traceback" not in done.stderr


def said(*arguments: str) -> str:
    """Return what a command prints that needs no settings."""
    done = run(*arguments)
    assert done.exit_code == 0, done.output
    return done.output


def test_small_commands() -> None:
    assert len(said("new-key").strip()) == 44
    assert "YOUR-HOST" in said("manifest")
    assert "YOUR-HOST" not in said("manifest", "--socket")
    assert said("prompts", "check") == ""
    preview = said("prompts", "preview", "nudges/review_due/go_first/three_lines")
    assert "Earn the right of first conversation" in preview
    assert run("prompts", "preview", "nudges/none").exit_code == 1


def test_sigterm_loses_no_request_and_cuts_no_job(tmp_path: Path, workspace: Workspace, slack: RunningSlack) -> None:
    settings = {**usable(tmp_path, workspace, slack), "PORT": str(free_port())}
    assert app("migrate", **settings).returncode == 0
    plan_message(settings["DATABASE_URL"])
    workspace.faults.add("slow", "chat.postMessage", times=None, seconds=1.0)
    workspace.faults.add("slow", "users.info", times=None, seconds=1.0)
    process = subprocess.Popen([sys.executable, str(ROOT / "app.py"), "serve"], env=environment(settings), cwd=tmp_path)
    try:
        wait_for_port(int(settings["PORT"]))
        people = [workspace.add_person(f"person{number}").id for number in range(8)]
        with ThreadPoolExecutor(8) as pool:
            asked = [pool.submit(ask, int(settings["PORT"]), user_id, workspace.team.id) for user_id in people]
            time.sleep(0.4)
            process.send_signal(signal.SIGTERM)
            assert all(b"text" in answer.result() for answer in asked)
        assert process.wait(30) == 0
    finally:
        process.kill()
        process.wait()
    assert len(workspace.person("holder").messages) == 1
    database = Database(settings["DATABASE_URL"])
    with database.reading(workspace.team.id) as work:
        assert [line.moment for line in work.outbox.settled(HOLDER.user_id, since=MONDAY)] == ["proposal_arrived"]
    database.close()


@pytest.fixture
def workspace() -> Workspace:
    made = Workspace(SystemClock(), SECRET, team_id=TEAM)
    made.add_person("manager", id=MANAGER.user_id)
    made.add_person("holder", id=HOLDER.user_id)
    return made


@pytest.fixture
def slack(workspace: Workspace) -> Iterator[RunningSlack]:
    running = serve_slack(workspace)
    yield running
    running.stop()


def usable(folder: Path, workspace: Workspace, slack: RunningSlack) -> dict[str, str]:
    """Settings with which everything works against the stand-in."""
    return {
        "SLACK_BOT_TOKEN": workspace.app.bot_token,
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": slack.api_url,
        "DATABASE_URL": f"sqlite:///{folder / 'tourguide.sqlite'}",
        "ENCRYPTION_KEYS": KEY,
    }


def migrated(settings: dict[str, str]) -> dict[str, str]:
    """Make the tables of the database that the settings name, and return the settings."""
    database = Database(settings["DATABASE_URL"])
    bring_up_to_date(database.engine)
    database.close()
    return settings


def plan_message(url: str) -> None:
    """Have a message to the holder waiting whose hour has come."""
    now = SystemClock().now()
    vault.use_keys([KEY])  # a program that ran in this process may have brought its own
    database = Database(url)
    tour_id = a_tour(database, now, signed=False)
    with database.work(TEAM) as work:
        timetable.tell(work, to=HOLDER.user_id, moment="proposal_arrived", tour_id=tour_id, now=now, key="once")
    database.close()


def ask(port: int, user_id: str, team_id: str) -> bytes:
    line = Line(port)
    _, answer = line.post(command("help", user_id, team_id))
    line.close()
    return answer


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for_port(port: int) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("the bot does not listen")
