"""Independent check of the audit log ("Nhật ký") that Từng Nhà exports. Standard library only.

    python3 verify_audit.py nhat-ky.jsonl khoa-nhat-ky.txt [HEAD …]

The program need not be installed and is not trusted: each line of the export is one entry with
    sealed = HMAC-SHA256(salt, detail)
    mac = HMAC-SHA256(key, mac of the entry before + JSON [seq, at, actor, action, target, sealed])
so a changed, missing, added or moved entry breaks the chain there. A detail that was erased at the
request of a person has salt null and is empty; everything else of its entry is still bound. The
last entry is the export itself; without it the end was cut off.
HEAD: the twelve letters "Dấu nhật ký" printed on a report or kept with a backup. One that is not in
the log shows an older export, or all of it written anew by somebody with the key. Ask for reports.
The key (64 hex letters, handing it out is itself an entry) opens no data; whoever has it could
forge an export, so take the export from the office's PC yourself.
"""

import hmac
import json
import sys
from pathlib import Path

FIELDS = ["seq", "at", "actor", "action", "target", "detail", "salt", "sealed", "mac"]


def check(lines, key, heads):
    before, number, erased, e = b"", 0, 0, {"action": ""}
    wanted = {h.replace(" ", "").lower()[:12].ljust(12, "?") for h in heads}
    for number, line in enumerate(lines, 1):
        try:
            e = json.loads(line)
            if list(e) != FIELDS or json.dumps(e, ensure_ascii=False) != line.strip():
                raise ValueError
            sealed, detail = bytes.fromhex(e["sealed"]), e["detail"].encode()
            body = [e["seq"], e["at"], e["actor"], e["action"], e["target"], e["sealed"]]
            text = before + json.dumps(body, ensure_ascii=False).encode()
            mac = hmac.digest(key, text, "sha256")
            if e["salt"] is None:
                whole, erased = detail == b"", erased + 1
            else:
                whole = hmac.digest(bytes.fromhex(e["salt"]), detail, "sha256") == sealed
            if not whole or mac.hex() != e["mac"]:
                return f"BROKEN at line {number}, entry {e['seq']} of {e['at']}"
        except (ValueError, TypeError, AttributeError, RecursionError):
            return f"BROKEN at line {number}: not an entry"
        before, wanted = mac, {h for h in wanted if not mac.hex().startswith(h)}
    if e["action"] != "export_audit":
        return f"BROKEN: cut off after line {number}, the entry of the export itself is missing"
    if wanted:
        return f"BROKEN: the log has no entry with head {', '.join(sorted(wanted))}"
    return f"OK {number} entries, {erased} with an erased detail, head {before.hex()}"


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    key_text = "".join(Path(sys.argv[2]).read_text("utf-8-sig").split())
    with Path(sys.argv[1]).open(encoding="utf-8-sig") as export:
        answer = check(export, bytes.fromhex(key_text[-64:]), sys.argv[3:])
    print(answer)  # noqa: T201
    sys.exit(not answer.startswith("OK"))
