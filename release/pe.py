"""Reading Windows program files (PE): the names a DLL offers and the DLLs it wants.

Only what the build asks of a file; nothing is written. Add a field where its offset is read.
"""

import struct
from pathlib import Path

EXPORTS, IMPORTS = 0, 1


class PeFile:
    """One 64-bit .exe, .dll or .pyd."""

    def __init__(self, path: Path) -> None:
        self.data = path.read_bytes()
        self.header = self._u32(0x3C)
        if self.data[:2] != b"MZ" or self.data[self.header : self.header + 4] != b"PE\0\0":
            raise ValueError(f"{path} is not a Windows program file")
        count, size = self._u16(self.header + 6), self._u16(self.header + 20)
        table = self.header + 24 + size
        self.sections: list[tuple[int, int, int, int]] = [
            struct.unpack_from("<IIII", self.data, table + 40 * i + 8) for i in range(count)
        ]

    def exports(self) -> list[str]:
        """The names it offers, sorted."""
        at = self._directory(EXPORTS)
        if at is None:
            return []
        names = self._offset(self._u32(at + 32))
        return sorted(self._text(self._u32(names + 4 * i)) for i in range(self._u32(at + 24)))

    def imports(self) -> list[str]:
        """The DLLs it cannot start without, in lower case, sorted."""
        at = self._directory(IMPORTS)
        found = set()
        while at is not None and (name := self._u32(at + 12)):
            found.add(self._text(name).lower())
            at += 20
        return sorted(found)

    def _directory(self, number: int) -> int | None:
        address = self._u32(self.header + 24 + 112 + 8 * number)
        return self._offset(address) if address else None

    def _offset(self, address: int) -> int:
        """Where in the file the byte lies that is at this address in memory."""
        for in_memory, start, in_file, offset in self.sections:
            if start <= address < start + max(in_memory, in_file):
                return address - start + offset
        raise ValueError(f"no section holds address {address:#x}")

    def _text(self, address: int) -> str:
        at = self._offset(address)
        return self.data[at : self.data.index(b"\0", at)].decode("ascii")

    def _u16(self, at: int) -> int:
        return int(struct.unpack_from("<H", self.data, at)[0])

    def _u32(self, at: int) -> int:
        return int(struct.unpack_from("<I", self.data, at)[0])
