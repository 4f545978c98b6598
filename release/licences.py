"""The licence texts that go with the program: LICENSES/ in its folder.

Whatever is packed belongs either to an installed distribution, whose own texts are taken along,
or to a part named in PARTS, whose text is kept in release/licences/. A distribution without a
text, one under the GPL, or a file that nobody answers for ends the build. build.spec calls it last.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.metadata import Distribution, distributions
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parent.parent
TEXTS = Path(__file__).with_name("licences")
FOLDER = "LICENSES"
CONTENTS = "DOC-TRUOC.txt"
# How the packed file is called -> whose text; the first that fits.
PARTS = (
    (r"(_?tcl|_?tk)_data/|tcl8/|(lib)?(tcl|tk)8[.\dt]*\.(so|dll)", "Tcl-Tk.txt"),
    (r"lib(crypto|ssl)[-.\w]*", "OpenSSL.txt"),
    (r"(lib)?sqlite3[-.\w]*\.(dll|so[.\d]*)", "SQLite.txt"),
    (r"libffi[-.\w]*", "libffi.txt"),
    (r"lib(Xext|Xft|Xrender|Xss)\.so|pillow\.libs/libXau-", "X11-libraries.txt"),
    (r"(?i:vcruntime140(_1)?)\.dll", "Microsoft-C-runtime.txt"),
    (r"(lib)?python3[\d.]*\.(dll|so[.\d]*)|base_library\.zip", "CPython.txt"),
    (r"python3\.\d+/lib-dynload/", "CPython.txt"),
    (r"[\w.]+\.pyd$", "CPython.txt"),
)  # fmt: skip
# In other people's distributions, and told of nowhere there.
INSIDE = {"sqlcipher3": ("SQLCipher.txt", "OpenSSL.txt"), "ttkbootstrap": ("Bootstrap-Icons.txt",),
          "cryptography": ("OpenSSL.txt",)}  # fmt: skip
ALWAYS = {"CPython.txt"}
TOOL = "pyinstaller"  # its starter is in TungNha.exe; its licence has an exception for just that
OWN_WORDS = f"""\
Chương trình Từng Nhà theo giấy phép MIT (tệp LICENSE). Thư mục này chứa giấy phép của mọi phần mềm
được đóng gói kèm theo. Không phần nào theo giấy phép GPL; riêng đoạn mã khởi động của PyInstaller
theo GPL có ngoại lệ cho phép đóng gói chương trình theo giấy phép bất kỳ (tệp {TOOL}.txt).

"""
Entry = tuple[str, str, str]


class Refused(Exception):
    """Why the folder may not be handed out."""


def write_licences(entries: Iterable[Entry], lib: Path, to: Path) -> None:
    """`entries` as PyInstaller lists them: name in the program, file it came from, kind."""
    found = collect(list(entries), list(distributions()), lib)
    to.mkdir(parents=True)
    lines = []
    for title, text in sorted(found.items(), key=lambda item: item[0].lower()):
        (to / f"{title}.txt").write_bytes(text.replace("\r\n", "\n").encode())
        lines.append(f"{title}.txt\n")
    (to / CONTENTS).write_bytes((OWN_WORDS + "".join(lines)).encode())


def collect(entries: Sequence[Entry], known: Sequence[Distribution], lib: Path) -> dict[str, str]:
    """Name of the part -> its texts. Raises Refused."""
    owners = owners_of(known)
    shipped: dict[str, Distribution] = {}
    parts, nobodys = set(ALWAYS), []
    for name, source, _ in entries:
        owner = owners.get(real_folder(Path(source).parent) / Path(source).name)
        if owner is not None:
            shipped[owner.name.lower()] = owner
        elif part := part_of(name):
            parts.add(part)
        elif not is_ours(source, lib):
            nobodys.append(name)
    if nobodys:
        raise Refused(f"no licence is known for {', '.join(sorted(nobodys))}")
    tool = next((d for d in known if d.name.lower() == TOOL), None)
    found = {"Tung-Nha": (ROOT / "LICENSE").read_text("utf-8")}
    found["Noto-Sans"] = (ROOT / "assets" / "fonts" / "OFL.txt").read_text("utf-8")
    for key, distribution in shipped.items():
        if key != TOOL:
            refuse_gpl(distribution)
        found[key] = texts_of(distribution)
        parts.update(INSIDE.get(key, ()))
    if tool is not None:
        found[TOOL] = texts_of(tool)
    return found | {part.removesuffix(".txt"): (TEXTS / part).read_text("utf-8") for part in parts}


def owners_of(known: Sequence[Distribution]) -> dict[Path, Distribution]:
    """Installed file -> the distribution that brought it."""
    owners = {}
    for one in known:
        place = Path(str(one.locate_file(""))).resolve()
        owners.update({place / file: one for file in one.files or ()})
    return owners


@cache
def real_folder(folder: Path) -> Path:
    """Looked up once: under Wine each question to the disk takes its time."""
    return folder.resolve()


def part_of(name: str) -> str | None:
    """Whose text answers for a packed file that no distribution brought."""
    posix = name.replace("\\", "/")
    return next((text for pattern, text in PARTS if re.match(pattern, posix)), None)


def is_ours(source: str, lib: Path) -> bool:
    """Our own file, or one of the standard library, which CPython.txt answers for."""
    path = real_folder(Path(source).parent)
    places = [ROOT, lib] if "site-packages" not in path.parts else []
    return not source or any(path.is_relative_to(real_folder(place)) for place in places)


def refuse_gpl(distribution: Distribution) -> None:
    """By what it says of itself; texts that merely mention the GPL are not asked."""
    about = distribution.metadata
    words = about.get_all("Classifier") or []
    words = [word for word in words if word.startswith("License")]
    words += about.get_all("License-Expression") or []
    words += [text for text in about.get_all("License") or [] if len(text) < 100]
    if any(re.search(r"GPL|GNU (Lesser |Affero )?General", word) for word in words):
        raise Refused(f"{distribution.name} says of itself: {'; '.join(words)}")


def texts_of(distribution: Distribution) -> str:
    """All licence texts it brought, one after the other."""
    pattern = r"(?i)(licen[cs]e|copying|notice|authors)"
    files = [
        file
        for file in distribution.files or ()
        if re.match(pattern, file.name) and is_text_of(PurePosixPath(file))
    ]
    texts = [Path(str(distribution.locate_file(file))).read_text("utf-8") for file in sorted(files)]
    if not texts:
        raise Refused(f"{distribution.name} {distribution.version} brought no licence text")
    return f"\n\n{'-' * 80}\n\n".join([f"{distribution.name} {distribution.version}", *texts])


def is_text_of(file: PurePosixPath) -> bool:
    """In the metadata, or beside letters and pictures; not a module called license."""
    return file.suffix not in {".py", ".pyc", ".pyi"}
