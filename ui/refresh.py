"""RefreshWhenSeen: a screen redraws at once when it is visible, else when it is shown next.

Ten saves with the dashboard hidden cost one redraw.
"""

import tkinter as tk
from collections.abc import Callable

from domain.changes import Changes


class RefreshWhenSeen:
    """Give its `on_changes` to the window: `self.on_changes = RefreshWhenSeen(…).on_changes`."""

    def __init__(
        self, screen: tk.Misc, refresh: Callable[[], None], concerns: Callable[[Changes], bool]
    ) -> None:
        self._screen, self._refresh, self._concerns = screen, refresh, concerns
        self.is_stale = True
        screen.bind("<Map>", self._on_map, add=True)

    def on_changes(self, changes: Changes) -> None:
        self.is_stale = self.is_stale or self._concerns(changes)
        if self._screen.winfo_ismapped():
            self.refresh_now()

    def refresh_now(self) -> None:
        if self.is_stale:
            self.is_stale = False
            self._refresh()

    def _on_map(self, event: "tk.Event[tk.Misc]") -> None:
        if event.widget is self._screen:
            self.refresh_now()
