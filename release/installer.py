"""The installer: TungNha-VERSION-setup.exe, made by NSIS from the packed program.

What it asks, says and does is in installer.nsi; here is what it is given: the files in a fixed
order (NSIS alone takes them as the disk lists them), their size and the version. The same folder
gives the same bytes.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from release.bootloader import replace_words
from release.portable import LIB_OF, QUICK_START, files_of

ROOT = Path(__file__).resolve().parent.parent
SCRIPT = Path(__file__).with_name("installer.nsi")
ICON = ROOT / "assets" / "icon.ico"
PICTURE = SCRIPT.with_name("wizard.bmp")  # 164 x 314 points, beside the first and last page
PLACES = ("C:/Program Files (x86)/NSIS", "C:/Program Files/NSIS", "/usr/share/nsis")
STARTER = "lzma_solid-{}"  # of SetCompressor in installer.nsi
TARGETS = ("amd64-unicode", "x86-unicode")  # NSIS for Windows carries the second only
WORDS = {
    "unpacking data: %d%%": "Đang mở: %d%%",
    "verifying installer: %d%%": "Đang kiểm tra: %d%%",
    "Error launching installer": "Không mở được bộ cài.",
    "Installer integrity check has failed. Common causes include\nincomplete download and damaged "
    "media. Contact the\ninstaller's author to obtain a new copy.\n\nMore information at:\n"
    "http://nsis.sf.net/NSIS_Error":
    "Bộ cài bị hỏng trong khi chép hoặc tải về nên không dùng được.\n\n"
    "Hãy chép lại bộ cài từ nơi đã lấy. Máy chưa bị thay đổi gì.",
    "Error writing temporary file. Make sure your temp folder is valid.":
    "Không ghi được tệp tạm: ổ đĩa đầy hoặc bị khóa ghi.",
    "NSIS Error": "Từng Nhà",
}  # fmt: skip
SPARE = 30  # MB that stay free on the disk beside what is unpacked
STAGE = r"$INSTDIR\${STAGE}"
OWN = {"TungNha.exe"}  # replaced by a step of its own


def make_installer(folder: Path, version: str, out: Path) -> None:
    """`folder` holds TungNha.exe and its lib-VERSION. Raises SystemExit with a sentence."""
    lib = folder / LIB_OF.format(version)
    for needed in (folder / "TungNha.exe", lib):
        if not needed.exists():
            sys.exit(f"installer: {needed} is missing; build the program first.")
    maker = find_makensis()
    nsis = find_home(maker)
    target = find_target(nsis)
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="tungnha-nsis-") as work:
        listed = Path(work) / "files.nsh"
        files = program_files(folder)
        listed.write_text(describe_files(files), "utf-8")
        size = sum(f.stat().st_size for f in files.values())
        words = {
            **version_numbers(version), "VERSION": version, "LIB": lib.name, "ICON": ICON,
            "PICTURE": PICTURE, "FILES": listed, "OUT": out.resolve(),
            "TARGET": target,
            "KILOBYTES": -(-size // 1024), "MEGABYTES": -(-size // 1024**2) + SPARE,
        }  # fmt: skip
        command = [str(maker), "-V2", "-WX", "-NOCD", "-INPUTCHARSET", "UTF8"]
        command += [f"-D{name}={value}" for name, value in words.items()]
        home = translated_home(nsis, target, Path(work))
        done = subprocess.run([*command, str(SCRIPT)], capture_output=True, encoding="utf-8",
                              env={**os.environ, "NSISDIR": str(home)})  # fmt: skip
        if done.returncode:
            sys.exit(f"installer: makensis refused:\n{done.stdout}{done.stderr}")


def translated_home(home: Path, target: str, work: Path) -> Path:
    """A copy of NSIS whose starter speaks Vietnamese, above all of a damaged copy. Before
    makensis, not after: the uninstaller is made of the same starter, with a sum of its own."""
    copy = work / "nsis"
    shutil.copytree(home, copy)
    starter = copy / "Stubs" / STARTER.format(target)
    starter.write_bytes(translate(starter.read_bytes(), starter.name))
    return copy


def translate(body: bytes, name: str) -> bytes:
    """What NSIS says before the pages; words that this NSIS does not have stay away."""
    said = {old: new for old, new in WORDS.items() if f"{old}\0".encode("utf-16-le") in body}
    for old in WORDS.keys() - said.keys():  # another NSIS: that one stays English
        sys.stderr.write(f"installer: this NSIS does not say {old[:40]!r}; see WORDS.\n")
    return replace_words(body, said, name)


def version_numbers(version: str) -> dict[str, int]:
    """As Windows keeps them in a program file: two numbers of two halves each."""
    found = re.fullmatch(r"(\d+)\.(\d+)\.(\d+)", version)
    if not found:
        sys.exit(f"installer: {version!r} is no version of the form 1.2.3.")
    major, minor, patch = (int(part) for part in found.groups())
    return {"VERSION_HIGH": major << 16 | minor, "VERSION_LOW": patch << 16}


def program_files(folder: Path) -> dict[str, Path]:
    """Name inside the program folder -> file; the quick start comes along. Sorted, and the two
    programs beside each other: what they share is packed once (the packer looks 32 MB back)."""
    files = files_of(folder)
    if QUICK_START.is_file():
        files[QUICK_START.name] = QUICK_START
    return dict(sorted(files.items(), key=lambda item: ("/" in item[0], item[0])))


def describe_files(files: dict[str, Path]) -> str:
    """Macros: unpack and flush all; lay the folder over one of the same version; put the texts
    beside the program; delete those."""
    lines, folder = ["!macro LayDown"], None
    for name, file in files.items():
        inside = name.rpartition("/")[0].replace("/", "\\")
        if inside != folder:
            folder = inside
            lines.append(f'  SetOutPath "{_inside(STAGE, folder)}"')
        lines.append(f'  File "/oname={_quoted(name.rpartition("/")[2])}" "{file}"')
    for name in files:
        lines += [f'  Push "{_windows(name)}"', "  Call FlushFile"]
    inner = [n for n in files if n.startswith("lib-")]
    lines += ["!macroend", "!macro LayOver"]
    for above in sorted({n.rpartition("/")[0] for n in inner}):
        lines.append(f'  CreateDirectory "{_inside("$INSTDIR", above)}"')
    for name in inner:
        lines += [f'  Push "{_windows(name)}"', "  Call ReplaceOne"]
    beside = [n for n in files if n not in OWN and not n.startswith("lib-")]
    tops = sorted({n.partition("/")[0] for n in beside if "/" in n})
    lines += ["!macroend", "!macro PlaceRest"]
    for top in tops:
        lines += [f'  RMDir /r "{_inside("$INSTDIR", top)}"']
        lines += [f'  Rename "{_inside(STAGE, top)}" "{_inside("$INSTDIR", top)}"']
    single = [n for n in beside if "/" not in n]
    lines += [f'  !insertmacro Replace "{_quoted(n)}"' for n in single]
    lines += ["!macroend", "!macro DropRest"]
    lines += [f'  RMDir /r "{_inside("$INSTDIR", top)}"' for top in tops]
    lines += [f'  Delete "{_inside("$INSTDIR", n)}"' for n in single]
    return "\n".join([*lines, "!macroend", ""])


def _inside(folder: str, name: str) -> str:
    return f"{folder}\\{_windows(name)}" if name else folder


def _windows(name: str) -> str:
    return _quoted(name.replace("/", "\\"))


def _quoted(text: str) -> str:
    return text.replace("$", "$$")


def find_makensis() -> Path:
    for name in (shutil.which("makensis"), *(f"{place}/makensis.exe" for place in PLACES)):
        if name and Path(name).is_file():
            return Path(name)
    from dev import apt_get

    apt_get(["nsis"])
    found = shutil.which("makensis")
    if not found:
        sys.exit("installer: makensis is still missing; see above.")
    return Path(found)


def find_home(maker: Path) -> Path:
    """Where its Stubs, Plugins and includes lie."""
    homes = [Path(os.environ["NSISDIR"])] if "NSISDIR" in os.environ else []
    for home in (*homes, maker.parent, *map(Path, PLACES)):
        if (home / "Stubs").is_dir():
            return home
    sys.exit(f"installer: the folder Stubs of {maker} is nowhere; set NSISDIR.")


def find_target(home: Path) -> str:
    """64 bit like the program itself where this NSIS can make it."""
    found = [t for t in TARGETS if (home / "Stubs" / STARTER.format(t)).exists()]
    return found[0] if found else TARGETS[-1]
