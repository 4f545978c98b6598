"""PcSettings: what this PC remembers (theme, text size, last folder …), one JSON file.

The fields are in domain/settings.py PC_SETTINGS. The file is replaced as a whole; one that cannot
be read is set aside as `.corrupt`, and the program starts with the defaults.
"""

import json
import logging
import os
from collections.abc import Iterator, Mapping, MutableMapping
from pathlib import Path

from domain.settings import DEFAULTS

log = logging.getLogger(__name__)


class PcSettings(MutableMapping[str, str]):
    """Texts by field name; a missing one reads as its default, else as "". Saved when changed."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._values = _read(path) if path else {}

    def __getitem__(self, name: str) -> str:
        return self._values.get(name, DEFAULTS.get(name, ""))

    def __setitem__(self, name: str, value: str) -> None:
        if self._values.get(name) != value:
            self._values[name] = value
            self._save()

    def __delitem__(self, name: str) -> None:
        if self._values.pop(name, None) is not None:
            self._save()

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def _save(self) -> None:
        if not self._path:
            return
        written = self._path.with_suffix(".new")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with written.open("w", encoding="utf-8") as file:
                json.dump(self._values, file, ensure_ascii=False, indent=1, sort_keys=True)
                file.flush()
                os.fsync(file.fileno())
            written.replace(self._path)
        except OSError as problem:  # a full disk must not stop the work for the sake of a theme
            log.warning("settings of this PC not saved: %s", type(problem).__name__)


def remembered_order(settings: Mapping[str, str], name: str) -> tuple[str, bool]:
    """(column, descending) as remember_order() was told; ("", False) before that."""
    key, _, way = settings.get(name, "").partition(" ")
    return key, way == "down"


def remember_order(
    settings: MutableMapping[str, str], name: str, key: str, *, descending: bool
) -> None:
    settings[name] = f"{key} {'down' if descending else 'up'}"


def _read(path: Path) -> dict[str, str]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return {str(name): str(value) for name, value in found.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, AttributeError):
        log.warning("settings of this PC unreadable, set aside")
        try:
            path.replace(path.with_suffix(".corrupt"))
        except OSError:
            log.warning("settings of this PC could not be set aside")
        return {}
