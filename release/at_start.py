"""PyInstaller runs this first of all in the packed program (`runtime_hooks` of build.spec): before
the hooks of Tk and matplotlib, which fail with a box in English when a file of theirs is missing.
"""

from storage.program_files import require_whole

require_whole()
