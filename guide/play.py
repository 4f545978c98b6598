"""One scene in a process of its own: `python -m guide.play NAME FILE`."""

import os
import sys
import tempfile
from pathlib import Path

from guide.scenes import NOW, list_scenes
from guide.still import freeze


def main(arguments: list[str]) -> int:
    name, file = arguments
    freeze(NOW)  # before anything of the program is imported
    from guide.stage import make_picture

    scene = next(s for s in list_scenes() if s.name == name)
    path = Path(file).resolve()
    with tempfile.TemporaryDirectory() as place:
        os.chdir(place)
        try:
            make_picture(scene, path)
        finally:
            os.chdir(path.parent)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
