"""The authors' desk: how each prompt reads now, and what is wrong with a file that was just saved."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from bot.playground.refusals import Json
from bot.prompts import Prompts
from bot.prompts.places import Placed, file_of, placed
from bot.prompts.previews import previews

EVERY_SECONDS = 0.4
Stamps = Mapping[Path, tuple[int, int]]


class AuthorsDesk:
    """Keeps the bot's prompts in step with the files they are read from.

    A file that was saved is read anew; one at fault keeps the last text without a fault, in the bot as well as on the
    page. `prompts` are the ones that the bot speaks from: they change in place. Safe to use from several threads.
    """

    def __init__(self, folders: Sequence[Path], prompts: Prompts) -> None:
        self.prompts = prompts
        self.version = 0
        self._folders = folders
        self._newest = ""
        self._faults: list[Placed] = []
        self._seen = self._stamps()
        self._stopping = threading.Event()
        self._watching: threading.Thread | None = None

    def look(self) -> bool:
        """Read everything anew if a file was changed, made or deleted; return whether that was so."""
        stamps = self._stamps()
        if stamps == self._seen:
            return False
        changed = {path for path, _ in {*stamps.items()} ^ {*self._seen.items()}}
        fresh = Prompts.read(*self._folders)
        faults = fresh.check()
        self._faults = placed(faults, self._folders)
        at_fault = {fault.name for fault in self._faults}
        sound = {name: prompt for name, prompt in fresh.by_name.items() if name not in at_fault}
        self.prompts.by_name = {**self.prompts.by_name, **sound} if faults else sound
        self.prompts.shipped = fresh.shipped
        self._newest = group_of(self._name(min(changed)))
        self._seen = stamps
        self.version += 1
        return True

    def watch(self, on_change: Callable[[], None]) -> None:
        """Look every now and then, in a thread of its own, until `stop`."""

        def keep_looking() -> None:
            while not self._stopping.wait(EVERY_SECONDS):
                if self.look():
                    on_change()

        self._watching = threading.Thread(target=keep_looking, daemon=True, name="authors")
        self._watching.start()

    def stop(self) -> None:
        """Look no more."""
        self._stopping.set()
        if self._watching:
            self._watching.join()

    def summary(self) -> Json:
        """Return what the page needs to know to ask for more: how often something changed, and what did last."""
        return {"version": self.version, "newest": self._newest, "faults": len(self._faults)}

    def shown(self, group: str) -> Json:
        """Return the prompts of a group as they read now, the names of all groups, and all that is at fault."""
        names = sorted({*self.prompts.by_name, *(fault.name for fault in self._faults if fault.name)})
        groups = list(dict.fromkeys(map(group_of, names)))
        chosen = group if group in groups else groups[0]
        return {
            **self.summary(),
            "group": chosen,
            "groups": groups,
            "prompts": [self._prompt(name) for name in names if group_of(name) == chosen],
            "faults": [self._fault(fault) for fault in self._faults],
        }

    def _prompt(self, name: str) -> Json:
        known = name in self.prompts.by_name
        return {
            "name": name,
            "file": _short(file_of(name, self._folders)),
            "is_old": any(fault.name == name for fault in self._faults),
            "reads": [{"when": one.when, "text": one.text} for one in previews(self.prompts, name)] if known else [],
        }

    def _fault(self, fault: Placed) -> Json:
        place = f"{_short(fault.path)}:{fault.line}" if fault.path else ""
        return {"name": fault.name, "group": group_of(fault.name), "place": place, "says": fault.says}

    def _stamps(self) -> Stamps:
        return {path: (at.st_mtime_ns, at.st_size) for path in self._files() if (at := _stat_of(path))}

    def _files(self) -> Iterator[Path]:
        for folder in self._folders:
            yield from sorted(folder.rglob("*.md"))

    def _name(self, path: Path) -> str:
        folder = next(folder for folder in reversed(self._folders) if path.is_relative_to(folder))
        return path.relative_to(folder).with_suffix("").as_posix().partition("/")[2]


def group_of(name: str) -> str:
    """Return what a prompt is shown with: the other variants of its nudge, or its telling to the other side."""
    return name.rpartition("/")[0] if name.startswith("nudges/") else name.replace("/holder/", "/")


def _short(path: Path | None) -> str:
    if path is None:
        return ""
    return path.relative_to(Path.cwd()).as_posix() if path.is_relative_to(Path.cwd()) else path.as_posix()


def _stat_of(path: Path) -> os.stat_result | None:
    """Return a file's times and size, or None when an editor has just put another in its place."""
    try:
        return path.stat()
    except FileNotFoundError:
        return None
