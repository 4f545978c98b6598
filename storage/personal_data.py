"""Every column that holds text, sorted by whose data it is: what an erasure must find.

A new column with text goes into one of the four; until then a test fails. What is of a citizen also
needs its line in storage/erasure_plan.py, and the same test looks for it there. Keys and days
(`id`, `…_id`, `…_on`, `…_at`) need no line.
"""

# Of people in the households: gone after an erasure, from the row or with the row.
OF_CITIZENS: dict[str, tuple[str, ...]] = {
    "households": ("head_name", "name_sort", "address", "phone", "note", "cluster", "search"),
    "visits": ("reason", "note", "correction"),
    "household_results": ("last_reason",),  # derived from visits.reason
    "household_state_changes": ("reason",),
    "reopenings": ("reason",),
    "confirmations": ("reason",),
    "backcheck_answers": ("note",),
    "data_requests": ("requester", "contact", "words"),
    "request_steps": ("note",),
    "drafts": ("body",),
    "audit": ("detail", "salt"),  # the salt too: with it a guess at the detail could be checked
    "sheet_events": ("note",),
    "backchecks": ("reason",),
    "deadline_marks": ("note",),
}
# Of people who work here: they stay as long as the office keeps its records.
OF_STAFF: dict[str, tuple[str, ...]] = {
    "users": ("name",),
    "drafts": ("owner",),
    "audit": ("actor",),
    "teams": ("name", "affiliation", "leader", "phone"),
    "team_names": ("name_key",),
    "visits": ("team",),
    "sheet_events": ("person",),
    "backcheck_answers": ("checker",),
    "offices": ("signature", "position", "signer", "preparer"),
}
# Written by hand about the office's work, places and papers. Totals are append-only: where they
# come from is a paper, and the screen says so.
OF_THE_OFFICE: dict[str, tuple[str, ...]] = {
    "offices": ("kind", "name", "province", "district", "superior", "addressee", "symbol", "place",
                "recipients"),
    "villages": ("name", "name_key"),
    "assignments": ("cluster",),
    "campaigns": ("name", "deadline_words", "topic", "guide", "guide_link"),
    "campaign_apps": ("name", "aliases", "in_use_label", "about"),
    "campaign_reasons": ("label", "annex_group"),
    "campaign_labels": ("label",),
    "campaign_targets": ("document",),
    "dispatches": ("number", "issuer", "subject", "deadline_words"),
    "figures": ("source",),
    "tallies": ("source", "correction"),
    "reports": ("number", "choices"),
    "sheets": ("title",),
    "sheet_file_visits": ("file",),
    "erasures": ("basis",),
    "meta": ("value",),
}  # fmt: skip
# The program's own words: codes, kinds, counts, keys made of keys.
OF_THE_PROGRAM: dict[str, tuple[str, ...]] = {
    "households": ("code", "source", "state", "merged_into"),
    "household_state_changes": ("state", "merged_into"),
    "household_results": ("status", "last_disposition"),
    "visits": ("disposition", "slot", "supersedes"),
    "visit_apps": ("app_code",),
    "villages": ("kind",),
    "campaigns": ("complete_rule", "preset"),
    "campaign_apps": ("code",),
    "campaign_reasons": ("code", "disposition"),
    "campaign_labels": ("disposition",),
    "campaign_targets": ("indicator", "app_code"),
    "dispatches": ("kind",),
    "figures": ("kind",),
    "sheets": ("kind",),
    "sheet_events": ("step",),
    "tallies": ("supersedes",),
    "tally_apps": ("app_code",),
    "confirmations": ("rule", "target"),
    "deadline_marks": ("target", "cut_off"),
    "backcheck_answers": ("found", "expected", "discordant"),
    "data_requests": ("kind",),
    "request_steps": ("step",),
    "drafts": ("key",),
    "audit": ("action", "target", "sealed", "mac"),
    "erasures": ("scope", "stage", "counts"),
    "users": ("role", "villages"),
    "offices": ("valid_from",),
    "meta": ("key",),
    "_sqlite_migrations": ("migration_set", "name"),
}


def needs_no_line(column: str) -> bool:
    """Keys, days and hours; and who wrote the row, an account's name."""
    return column in ("id", "changed_by", "at", "as_of", "since", "until") or column.endswith(
        ("_id", "_on", "_at")
    )
