"""What an operation touched, so that each screen knows by itself whether it is stale."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Changes:
    """A write returns this; screens ask `changes.visits` and so on."""

    households: bool = False
    visits: bool = False
    campaigns: bool = False
    office: bool = False
    figures: bool = False
    settings: bool = False
    reports: bool = False  # one more report was made: ranks move against its cut-off
    sheets: bool = False  # printed, handed out, returned …
    teams: bool = False  # teams, who has which village
    tallies: bool = False  # totals of villages; they move progress as visits do
    checks: bool = False  # warnings confirmed, pairs told apart, back-checks
    users: bool = False  # accounts, and who may sign in
    requests: bool = False  # what citizens asked about their data, what was erased
    backups: bool = False  # one was made or copied out
    erased: bool = False  # of people: what stands on a screen may be theirs and is not kept again
    audit: bool = False  # the log grew, by what touches nothing else
    count: int = 0

    def __bool__(self) -> bool:
        return any(
            (self.households, self.visits, self.campaigns, self.office, self.figures, self.settings,
             self.reports, self.sheets, self.teams, self.tallies, self.checks,
             self.users, self.requests, self.backups, self.erased, self.audit)
        )  # fmt: skip
