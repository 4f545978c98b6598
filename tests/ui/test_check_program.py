"""What --check asks of the packed program itself."""

from pathlib import Path

import ttkbootstrap as ttk

from ui.check_program import describe_foreign, find_foreign


def test_a_script_of_this_pc_is_named_and_one_of_the_program_is_not(app: ttk.App) -> None:
    version = app.tk.call("package", "provide", "msgcat")
    words = app.tk.splitlist(app.tk.call("package", "ifneeded", "msgcat", version))
    own = Path(str(words[-1]))
    assert own.name.startswith("msgcat")
    assert str(words[-1]) in find_foreign(app, Path("/khac"))
    assert find_foreign(app, own.parent) == []


def test_from_source_any_tcl_will_do(app: ttk.App) -> None:
    assert describe_foreign(app) == ""
