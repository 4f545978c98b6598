"""Taking, saving and comparing pictures: palette PNG files, letters as sharp as on the screen."""

import os
import shutil
import subprocess
import sys
import tempfile
import tkinter as tk
from pathlib import Path

import numpy as np
from PIL import Image, ImageChops, ImageGrab

from guide.scenes import Paper

COLOURS = 256
SAME = 24  # of 255 in a channel: what the edge of a letter may differ by on another PC


class Missing(Exception):
    """A sentence: what this PC lacks."""


def grab(window: tk.Misc) -> Image.Image:
    """What the window shows, with the dialogs over it."""
    left, top = window.winfo_rootx(), window.winfo_rooty()
    box = (left, top, left + window.winfo_width(), top + window.winfo_height())
    screen = None if sys.platform == "win32" else os.environ["DISPLAY"]
    return ImageGrab.grab(box, xdisplay=screen).convert("RGB")


def print_page(paper: Paper) -> Image.Image:
    """A page of a PDF, drawn by poppler."""
    if not shutil.which("pdftoppm"):
        raise Missing("pictures of paper need pdftoppm (Debian: poppler-utils)")
    with tempfile.TemporaryDirectory() as folder:
        page = str(paper.page)
        subprocess.run(
            ["pdftoppm", "-png", "-r", str(paper.dots_per_inch), "-f", page, "-l", page,
             "-singlefile", str(paper.path), f"{folder}/page"],
            check=True,
        )  # fmt: skip
        with Image.open(f"{folder}/page.png") as whole:
            image = whole.convert("RGB")
    image = image.crop((0, 0, image.width, round(image.height * paper.share)))
    edge = Image.new("RGB", (image.width + 2, image.height + 2), (200, 200, 200))
    edge.paste(image, (1, 1))  # white paper on a white page has no end
    return edge


def to_palette(image: Image.Image) -> Image.Image:
    """The colours that are there most, each exactly; a rarer one becomes the nearest of them.
    Pillow's own way takes white for nearly white."""
    pixels = np.asarray(image, dtype=np.int32)
    codes = pixels[..., 0] << 16 | pixels[..., 1] << 8 | pixels[..., 2]
    found, place, counts = np.unique(codes, return_inverse=True, return_counts=True)
    most = found[np.lexsort((found, -counts))[:COLOURS]]
    parts = np.stack([found >> 16, found >> 8 & 255, found & 255], axis=1)
    kept = np.stack([most >> 16, most >> 8 & 255, most & 255], axis=1)
    nearest = np.array([((kept - part) ** 2).sum(axis=1).argmin() for part in parts], np.uint8)
    made = Image.fromarray(nearest[place].reshape(codes.shape), "P")
    made.putpalette(kept.astype(np.uint8).tobytes())
    return made


def save(image: Image.Image, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    to_palette(image).save(path, "PNG", optimize=True)


def differing_share(one: Path, other: Path) -> float:
    """Of the pixels, from 0 to 1; pictures of other sizes differ in all."""
    with Image.open(one) as a, Image.open(other) as b:
        if a.size != b.size:
            return 1.0
        difference = ImageChops.difference(a.convert("RGB"), b.convert("RGB"))
    red, green, blue = difference.split()
    most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    counts = most.histogram()
    return sum(counts[SAME:]) / sum(counts)
