"""The schema, step by step. Append only: a step once released is never edited or renamed.

Steps are literal and import nothing of ours, so one written in 2026 means the same in 2036. Add a
step at the end, raise SCHEMA in storage/database.py by one, and keep a database of the old schema
in tests/data/. storage/upgrade.py looks for every row of before in what a step makes.
"""

import os
import sys
from typing import TYPE_CHECKING

import sqlcipher3

if TYPE_CHECKING:
    from storage.database import Database

STAMP = "changed_at TEXT NOT NULL, changed_by TEXT NOT NULL"

_M001 = f"""
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE offices(
  id TEXT PRIMARY KEY, valid_from TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, name TEXT NOT NULL,
  province TEXT NOT NULL, district TEXT NOT NULL DEFAULT '',
  superior_line INTEGER NOT NULL DEFAULT 0,
  superior TEXT NOT NULL DEFAULT '', addressee TEXT NOT NULL DEFAULT '',
  symbol TEXT NOT NULL DEFAULT '',
  place TEXT NOT NULL DEFAULT '', recipients TEXT NOT NULL DEFAULT '', signature TEXT NOT NULL,
  position TEXT NOT NULL DEFAULT '', signer TEXT NOT NULL DEFAULT '',
  preparer TEXT NOT NULL DEFAULT '',
  {STAMP}) STRICT;

CREATE TABLE villages(
  id TEXT PRIMARY KEY, number INTEGER NOT NULL UNIQUE, kind TEXT NOT NULL, name TEXT NOT NULL,
  name_key TEXT NOT NULL UNIQUE, position INTEGER NOT NULL DEFAULT 0,
  next_household INTEGER NOT NULL DEFAULT 1, {STAMP}) STRICT;

-- "row" is named so that VACUUM keeps it: the search index points at it.
CREATE TABLE households(
  row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, code TEXT NOT NULL UNIQUE,
  village_id TEXT NOT NULL REFERENCES villages(id), cluster TEXT, walk_order INTEGER NOT NULL,
  head_name TEXT NOT NULL, name_sort TEXT NOT NULL, address TEXT, phone TEXT, members INTEGER,
  note TEXT, source TEXT NOT NULL DEFAULT 'LIST', listed_on TEXT,
  state TEXT NOT NULL DEFAULT 'ACTIVE', state_on TEXT, merged_into TEXT REFERENCES households(id),
  search TEXT NOT NULL, {STAMP}) STRICT;
CREATE INDEX households_by_walk ON households(village_id, walk_order);
CREATE INDEX households_by_name ON households(name_sort);
CREATE INDEX households_merged ON households(merged_into) WHERE merged_into IS NOT NULL;

CREATE VIRTUAL TABLE household_search USING fts5(
  search, content='households', content_rowid='row', detail=none, columnsize=0,
  tokenize='unicode61 remove_diacritics 0', prefix='1 2 3 4');

CREATE TABLE household_state_changes(
  id TEXT PRIMARY KEY, household_id TEXT NOT NULL REFERENCES households(id), state TEXT NOT NULL,
  effective_on TEXT NOT NULL, reason TEXT NOT NULL, merged_into TEXT, {STAMP}) STRICT;
CREATE INDEX state_changes_by_household ON household_state_changes(household_id, effective_on);
CREATE INDEX state_changes_by_target ON household_state_changes(merged_into)
  WHERE merged_into IS NOT NULL;

CREATE TABLE campaigns(
  row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, starts_on TEXT NOT NULL,
  deadline_on TEXT NOT NULL DEFAULT '', deadline_words TEXT NOT NULL, complete_rule TEXT NOT NULL,
  preset TEXT NOT NULL, topic TEXT NOT NULL, skip_sundays INTEGER NOT NULL,
  closed INTEGER NOT NULL DEFAULT 0, {STAMP}) STRICT;
CREATE TABLE campaign_apps(
  campaign_id TEXT NOT NULL REFERENCES campaigns(id), code TEXT NOT NULL, name TEXT NOT NULL,
  aliases TEXT NOT NULL, required INTEGER NOT NULL, in_use_label TEXT NOT NULL,
  slot INTEGER NOT NULL,
  archived INTEGER NOT NULL, position INTEGER NOT NULL,
  PRIMARY KEY(campaign_id, code), UNIQUE(campaign_id, slot)) STRICT, WITHOUT ROWID;
CREATE TABLE campaign_reasons(
  campaign_id TEXT NOT NULL REFERENCES campaigns(id), code TEXT NOT NULL, disposition TEXT NOT NULL,
  label TEXT NOT NULL, annex_group TEXT NOT NULL, retired INTEGER NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY(campaign_id, code)) STRICT, WITHOUT ROWID;
CREATE TABLE campaign_labels(
  campaign_id TEXT NOT NULL REFERENCES campaigns(id), disposition TEXT NOT NULL,
  label TEXT NOT NULL,
  PRIMARY KEY(campaign_id, disposition)) STRICT, WITHOUT ROWID;
CREATE TABLE campaign_targets(
  campaign_id TEXT NOT NULL REFERENCES campaigns(id), indicator TEXT NOT NULL,
  app_code TEXT NOT NULL,
  percent REAL NOT NULL, by_on TEXT NOT NULL, document TEXT NOT NULL,
  PRIMARY KEY(campaign_id, indicator, app_code)) STRICT, WITHOUT ROWID;

CREATE TABLE dispatches(
  id TEXT PRIMARY KEY, kind TEXT NOT NULL, number TEXT NOT NULL, issued_on TEXT NOT NULL,
  issuer TEXT NOT NULL, subject TEXT NOT NULL, deadline_words TEXT NOT NULL,
  deadline_on TEXT NOT NULL, cited INTEGER NOT NULL, removed INTEGER NOT NULL DEFAULT 0,
  {STAMP}) STRICT;
CREATE TABLE figures(
  id TEXT PRIMARY KEY, village_id TEXT REFERENCES villages(id), kind TEXT NOT NULL,
  value INTEGER NOT NULL, as_of TEXT NOT NULL, source TEXT NOT NULL,
  removed INTEGER NOT NULL DEFAULT 0, {STAMP}) STRICT;

-- All attempts of a household lie together; nothing is ever updated or deleted.
CREATE TABLE visits(
  household_id TEXT NOT NULL REFERENCES households(id),
  campaign_id TEXT NOT NULL REFERENCES campaigns(id),
  id TEXT NOT NULL UNIQUE, visited_at TEXT NOT NULL,
  disposition TEXT NOT NULL, slot TEXT, team TEXT,
  members INTEGER, phone_users INTEGER, smartphones INTEGER, android INTEGER, ios INTEGER,
  in_use INTEGER, all_apps INTEGER, reason TEXT, next_visit_on TEXT, note TEXT,
  supersedes TEXT, correction TEXT, void INTEGER NOT NULL DEFAULT 0, {STAMP},
  PRIMARY KEY(household_id, campaign_id, id)) STRICT, WITHOUT ROWID;
CREATE TABLE visit_apps(
  visit_id TEXT NOT NULL, app_code TEXT NOT NULL, installed INTEGER NOT NULL,
  PRIMARY KEY(visit_id, app_code)) STRICT, WITHOUT ROWID;
CREATE TRIGGER visits_stay BEFORE UPDATE ON visits
  BEGIN SELECT RAISE(ABORT, 'visits are append-only'); END;
CREATE TRIGGER visits_are_kept BEFORE DELETE ON visits
  BEGIN SELECT RAISE(ABORT, 'visits are append-only'); END;
CREATE TRIGGER visit_apps_stay BEFORE UPDATE ON visit_apps
  BEGIN SELECT RAISE(ABORT, 'visits are append-only'); END;
CREATE TRIGGER visit_apps_are_kept BEFORE DELETE ON visit_apps
  BEGIN SELECT RAISE(ABORT, 'visits are append-only'); END;

-- Derived from visits by storage/results.py; may be thrown away and rebuilt at any time.
CREATE TABLE household_results(
  campaign_row INTEGER NOT NULL, household_row INTEGER NOT NULL, from_at TEXT NOT NULL,
  until_at TEXT NOT NULL, is_first INTEGER NOT NULL, status TEXT NOT NULL,
  visits INTEGER NOT NULL, attempts INTEGER NOT NULL,
  contacted INTEGER NOT NULL, completed INTEGER NOT NULL, refused_last INTEGER NOT NULL,
  final INTEGER NOT NULL, exhausted INTEGER NOT NULL, last_disposition TEXT NOT NULL,
  last_reason TEXT,
  last_visited_at TEXT NOT NULL, first_visited_at TEXT NOT NULL, due_on TEXT, members INTEGER,
  smartphones INTEGER, android INTEGER, ios INTEGER, in_use INTEGER, in_use_base INTEGER,
  all_apps INTEGER, has_device INTEGER, any_installed INTEGER NOT NULL,
  app_1 INTEGER, app_2 INTEGER, app_3 INTEGER, app_4 INTEGER,
  app_5 INTEGER, app_6 INTEGER, app_7 INTEGER, app_8 INTEGER,
  PRIMARY KEY(campaign_row, household_row, from_at)) STRICT, WITHOUT ROWID;

CREATE TABLE reports(
  id TEXT PRIMARY KEY, campaign_id TEXT NOT NULL REFERENCES campaigns(id), since TEXT NOT NULL,
  until TEXT NOT NULL, number TEXT NOT NULL, choices TEXT NOT NULL, {STAMP}) STRICT;
CREATE TABLE drafts(key TEXT PRIMARY KEY, body TEXT NOT NULL, saved_at TEXT NOT NULL) STRICT;

CREATE TABLE audit(
  seq INTEGER PRIMARY KEY, at TEXT NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL,
  target TEXT NOT NULL, detail TEXT NOT NULL) STRICT;
CREATE TRIGGER audit_stays BEFORE UPDATE ON audit
  BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit
  BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
"""

_M002 = f"""
-- Field work. A visit typed from a printed sheet knows its sheet and line; by_sheet: one code was
-- typed for the whole sheet ("nhập theo tờ").
ALTER TABLE visits ADD COLUMN sheet_id TEXT;
ALTER TABLE visits ADD COLUMN line INTEGER;
ALTER TABLE visits ADD COLUMN by_sheet INTEGER NOT NULL DEFAULT 0;
ALTER TABLE campaigns ADD COLUMN most_per_day INTEGER NOT NULL DEFAULT 40;
ALTER TABLE campaigns ADD COLUMN guide TEXT NOT NULL DEFAULT '';
ALTER TABLE campaigns ADD COLUMN guide_link TEXT NOT NULL DEFAULT '';
ALTER TABLE campaign_apps ADD COLUMN about TEXT NOT NULL DEFAULT '';
ALTER TABLE households ADD COLUMN birth_year INTEGER;

CREATE TABLE teams(
  id TEXT PRIMARY KEY, name TEXT NOT NULL, affiliation TEXT NOT NULL DEFAULT '',
  leader TEXT NOT NULL DEFAULT '', phone TEXT NOT NULL DEFAULT '', people INTEGER,
  retired INTEGER NOT NULL DEFAULT 0, {STAMP}) STRICT;
-- Every name a team ever had: past visits keep the name of their day and still find their team.
CREATE TABLE team_names(
  name_key TEXT PRIMARY KEY, team_id TEXT NOT NULL REFERENCES teams(id)) STRICT, WITHOUT ROWID;
-- Append-only; the latest line of a village and cluster stands ('' is the whole village, NULL team
-- takes the assignment back).
CREATE TABLE assignments(
  id TEXT PRIMARY KEY, campaign_id TEXT NOT NULL REFERENCES campaigns(id),
  village_id TEXT NOT NULL REFERENCES villages(id), cluster TEXT NOT NULL DEFAULT '',
  team_id TEXT REFERENCES teams(id), since TEXT NOT NULL, {STAMP}) STRICT;
CREATE INDEX assignments_by_place ON assignments(campaign_id, village_id, cluster, id);

CREATE TABLE sheets(
  id TEXT PRIMARY KEY, campaign_id TEXT NOT NULL REFERENCES campaigns(id),
  number INTEGER NOT NULL UNIQUE, kind TEXT NOT NULL, village_id TEXT REFERENCES villages(id),
  title TEXT NOT NULL, team_id TEXT REFERENCES teams(id), {STAMP}) STRICT;
CREATE INDEX sheets_by_campaign ON sheets(campaign_id, number);
CREATE TABLE sheet_lines(
  sheet_id TEXT NOT NULL REFERENCES sheets(id), line INTEGER NOT NULL,
  household_id TEXT NOT NULL REFERENCES households(id),
  PRIMARY KEY(sheet_id, line), UNIQUE(sheet_id, household_id)) STRICT, WITHOUT ROWID;
CREATE INDEX sheet_lines_by_household ON sheet_lines(household_id);
CREATE TRIGGER sheet_lines_stay BEFORE UPDATE ON sheet_lines
  BEGIN SELECT RAISE(ABORT, 'a printed sheet keeps its lines'); END;
CREATE TRIGGER sheet_lines_are_kept BEFORE DELETE ON sheet_lines
  BEGIN SELECT RAISE(ABORT, 'a printed sheet keeps its lines'); END;
CREATE TABLE sheet_events(
  id TEXT PRIMARY KEY, sheet_id TEXT NOT NULL REFERENCES sheets(id), step TEXT NOT NULL,
  happened_on TEXT NOT NULL, person TEXT NOT NULL DEFAULT '', note TEXT NOT NULL DEFAULT '',
  {STAMP}) STRICT;
CREATE INDEX sheet_events_by_sheet ON sheet_events(sheet_id, id);
-- Visits that came with a filled copy of a sheet: what a person typed after one is not overwritten
-- by the next.
CREATE TABLE sheet_file_visits(
  visit_id TEXT PRIMARY KEY, file TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- Totals of a village that gives only totals: what was done from one day to another. Append-only.
CREATE TABLE tallies(
  id TEXT PRIMARY KEY, campaign_id TEXT NOT NULL REFERENCES campaigns(id),
  village_id TEXT NOT NULL REFERENCES villages(id),
  from_on TEXT NOT NULL, until_on TEXT NOT NULL,
  listed INTEGER, visited INTEGER, contacted INTEGER, completed INTEGER, without_device INTEGER,
  with_device INTEGER, refused INTEGER, members INTEGER, smartphones INTEGER, android INTEGER,
  ios INTEGER, all_apps INTEGER, in_use INTEGER, source TEXT NOT NULL DEFAULT '',
  supersedes TEXT, correction TEXT, void INTEGER NOT NULL DEFAULT 0, {STAMP}) STRICT;
CREATE INDEX tallies_by_village ON tallies(campaign_id, village_id, from_on);
CREATE TABLE tally_apps(
  tally_id TEXT NOT NULL, app_code TEXT NOT NULL, installed INTEGER NOT NULL,
  PRIMARY KEY(tally_id, app_code)) STRICT, WITHOUT ROWID;
CREATE TRIGGER tallies_stay BEFORE UPDATE ON tallies
  BEGIN SELECT RAISE(ABORT, 'tallies are append-only'); END;
CREATE TRIGGER tallies_are_kept BEFORE DELETE ON tallies
  BEGIN SELECT RAISE(ABORT, 'tallies are append-only'); END;

-- A warning that somebody looked at and kept ("đúng, giữ"), and pairs that are two households.
CREATE TABLE confirmations(
  id TEXT PRIMARY KEY, campaign_id TEXT REFERENCES campaigns(id), rule TEXT NOT NULL,
  target TEXT NOT NULL, reason TEXT NOT NULL, withdrawn INTEGER NOT NULL DEFAULT 0,
  {STAMP}) STRICT;
CREATE INDEX confirmations_by_rule ON confirmations(rule, target);

-- A household that needed no more visits is opened again, and why. Append-only.
CREATE TABLE reopenings(
  id TEXT PRIMARY KEY, campaign_id TEXT NOT NULL REFERENCES campaigns(id),
  household_id TEXT NOT NULL REFERENCES households(id), reopened_at TEXT NOT NULL,
  reason TEXT NOT NULL, {STAMP}) STRICT;
CREATE INDEX reopenings_by_household ON reopenings(household_id, campaign_id);
CREATE TRIGGER reopenings_stay BEFORE UPDATE ON reopenings
  BEGIN SELECT RAISE(ABORT, 'reopenings are append-only'); END;
CREATE TRIGGER reopenings_are_kept BEFORE DELETE ON reopenings
  BEGIN SELECT RAISE(ABORT, 'reopenings are append-only'); END;

-- What was set by hand for a deadline (of a dispatch or a campaign). Append-only; the last stands.
CREATE TABLE deadline_marks(
  id TEXT PRIMARY KEY, target TEXT NOT NULL, cut_off TEXT NOT NULL DEFAULT '',
  done_on TEXT NOT NULL DEFAULT '', note TEXT NOT NULL DEFAULT '', {STAMP}) STRICT;
CREATE INDEX deadline_marks_by_target ON deadline_marks(target, id);

-- Back-checks: the sample is the lines of a sheet of kind BACKCHECK; answers are append-only.
CREATE TABLE backchecks(
  id TEXT PRIMARY KEY, campaign_id TEXT NOT NULL REFERENCES campaigns(id),
  sheet_id TEXT NOT NULL REFERENCES sheets(id), village_id TEXT REFERENCES villages(id),
  team_id TEXT REFERENCES teams(id), drawn_at TEXT NOT NULL, seed INTEGER NOT NULL,
  size INTEGER NOT NULL, most_discordant INTEGER NOT NULL, pool INTEGER NOT NULL,
  reason TEXT NOT NULL DEFAULT '', {STAMP}) STRICT;  -- why there is another one of this place
CREATE INDEX backchecks_by_sheet ON backchecks(sheet_id);
CREATE TABLE backcheck_answers(
  id TEXT PRIMARY KEY, backcheck_id TEXT NOT NULL REFERENCES backchecks(id),
  household_id TEXT NOT NULL REFERENCES households(id), checked_on TEXT NOT NULL,
  checker TEXT NOT NULL, found TEXT NOT NULL, expected TEXT NOT NULL, discordant TEXT NOT NULL,
  note TEXT NOT NULL DEFAULT '', {STAMP}) STRICT;
CREATE INDEX answers_by_household ON backcheck_answers(backcheck_id, household_id, id);
CREATE TRIGGER answers_stay BEFORE UPDATE ON backcheck_answers
  BEGIN SELECT RAISE(ABORT, 'answers are append-only'); END;
CREATE TRIGGER answers_are_kept BEFORE DELETE ON backcheck_answers
  BEGIN SELECT RAISE(ABORT, 'answers are append-only'); END;
"""

_M003 = f"""
-- Trust. Who may sign in lies here, how (the key slot) in keys.json. villages: JSON list, [] = all.
CREATE TABLE users(
  name TEXT PRIMARY KEY, role TEXT NOT NULL, villages TEXT NOT NULL DEFAULT '[]',
  disabled INTEGER NOT NULL DEFAULT 0, {STAMP}) STRICT, WITHOUT ROWID;

-- What is being typed belongs to whoever types it; '' is of before there were accounts.
ALTER TABLE drafts RENAME TO old_drafts;
CREATE TABLE drafts(
  owner TEXT NOT NULL, key TEXT NOT NULL, body TEXT NOT NULL, saved_at TEXT NOT NULL,
  PRIMARY KEY(owner, key)) STRICT, WITHOUT ROWID;
INSERT INTO drafts SELECT '', key, body, saved_at FROM old_drafts;
DROP TABLE old_drafts;

-- The log becomes a chain (storage/audit_chain.py); _chain fills it from the old entries.
ALTER TABLE audit RENAME TO old_audit;
DROP TRIGGER audit_stays;
DROP TRIGGER audit_is_kept;
CREATE TABLE audit(
  seq INTEGER PRIMARY KEY, at TEXT NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL,
  target TEXT NOT NULL, detail TEXT NOT NULL, salt BLOB, sealed BLOB NOT NULL,
  mac BLOB NOT NULL) STRICT;

-- What citizens ask about their data; the steps of an answer are append-only by habit.
CREATE TABLE data_requests(
  id TEXT PRIMARY KEY, number INTEGER NOT NULL UNIQUE, kind TEXT NOT NULL,
  received_on TEXT NOT NULL, household_id TEXT REFERENCES households(id),
  requester TEXT NOT NULL DEFAULT '', contact TEXT NOT NULL DEFAULT '',
  words TEXT NOT NULL DEFAULT '', {STAMP}) STRICT;
CREATE INDEX requests_by_household ON data_requests(household_id);
CREATE TABLE request_steps(
  id TEXT PRIMARY KEY, request_id TEXT NOT NULL REFERENCES data_requests(id), step TEXT NOT NULL,
  happened_on TEXT NOT NULL, note TEXT NOT NULL DEFAULT '', {STAMP}) STRICT;
CREATE INDEX steps_by_request ON request_steps(request_id, id);

-- What was erased, and how far it got: RUNNING (only inside its transaction), ERASED, COMPACTED,
-- DONE. counts: JSON. entry: its own in the audit log.
CREATE TABLE erasures(
  id TEXT PRIMARY KEY, number INTEGER NOT NULL UNIQUE, scope TEXT NOT NULL, target_id TEXT NOT NULL,
  request_id TEXT REFERENCES data_requests(id), stage TEXT NOT NULL, basis TEXT NOT NULL,
  counts TEXT NOT NULL DEFAULT '', entry INTEGER NOT NULL, erased_at TEXT NOT NULL,
  finished_at TEXT NOT NULL DEFAULT '', backups INTEGER NOT NULL DEFAULT 0, {STAMP}) STRICT;

-- What nobody may change loses its free text in an erasure that is running, and nothing else.
DROP TRIGGER visits_stay;
CREATE TRIGGER visits_stay BEFORE UPDATE ON visits
  WHEN NOT EXISTS (SELECT 1 FROM erasures WHERE stage='RUNNING')
  BEGIN SELECT RAISE(ABORT, 'visits are append-only'); END;
CREATE TRIGGER visits_keep_counts BEFORE UPDATE OF household_id, campaign_id, id, visited_at,
  disposition, slot, team, members, phone_users, smartphones, android, ios, in_use, all_apps,
  next_visit_on, supersedes, void, changed_at, changed_by, sheet_id, line, by_sheet ON visits
  BEGIN SELECT RAISE(ABORT, 'visits are append-only'); END;
CREATE TRIGGER visits_lose_text BEFORE UPDATE OF note, reason, correction ON visits
  WHEN NOT (NEW.note IS NULL
    AND (NEW.reason IS OLD.reason OR OLD.reason IS NOT NULL AND NEW.reason='(đã xóa)')
    AND (NEW.correction IS OLD.correction
      OR OLD.correction IS NOT NULL AND NEW.correction='(đã xóa)'))
  BEGIN SELECT RAISE(ABORT, 'visits are append-only'); END;
DROP TRIGGER reopenings_stay;
CREATE TRIGGER reopenings_stay BEFORE UPDATE ON reopenings
  WHEN NOT EXISTS (SELECT 1 FROM erasures WHERE stage='RUNNING') OR NEW.reason<>'(đã xóa)'
  BEGIN SELECT RAISE(ABORT, 'reopenings are append-only'); END;
CREATE TRIGGER reopenings_keep BEFORE UPDATE OF id, campaign_id, household_id, reopened_at,
  changed_at, changed_by ON reopenings
  BEGIN SELECT RAISE(ABORT, 'reopenings are append-only'); END;
DROP TRIGGER answers_stay;
CREATE TRIGGER answers_stay BEFORE UPDATE ON backcheck_answers
  WHEN NOT EXISTS (SELECT 1 FROM erasures WHERE stage='RUNNING') OR NEW.note<>''
  BEGIN SELECT RAISE(ABORT, 'answers are append-only'); END;
CREATE TRIGGER answers_keep BEFORE UPDATE OF id, backcheck_id, household_id, checked_on, checker,
  found, expected, discordant, changed_at, changed_by ON backcheck_answers
  BEGIN SELECT RAISE(ABORT, 'answers are append-only'); END;
"""

_M003_AFTER = """
DROP TABLE old_audit;
-- Only the detail of a person who was erased may go: its text and its salt, nothing else.
CREATE TRIGGER audit_stays BEFORE UPDATE ON audit WHEN NOT (
    NEW.seq=OLD.seq AND NEW.at=OLD.at AND NEW.actor=OLD.actor AND NEW.action=OLD.action
    AND NEW.target=OLD.target AND NEW.sealed=OLD.sealed AND NEW.mac=OLD.mac
    AND NEW.detail='' AND NEW.salt IS NULL)
  BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit
  BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
"""


def _chain(db: "Database") -> None:
    """The entries of before the chain, in their order. Imports the chain: its form is released."""
    from storage.audit_chain import START, mac_of, seal

    mac, rows = START, []
    for seq, at, actor, action, target, detail in db.rows(
        "SELECT seq, at, actor, action, target, detail FROM old_audit ORDER BY seq"
    ):
        salt = os.urandom(16)
        sealed = seal(salt, detail)
        mac = mac_of(db.audit_key, mac, seq, at, actor, action, target, sealed)
        rows.append((seq, at, actor, action, target, detail, salt, sealed, mac))
    db.conn.executemany("INSERT INTO audit VALUES (?,?,?,?,?,?,?,?,?)", rows)


def _run_script(db: "Database", script: str) -> None:
    """executescript() would commit first; statement by statement stays in the transaction."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlcipher3.complete_statement(statement):
            db.execute(statement)
            statement = ""


def upgrade(db: "Database") -> None:
    """Apply the missing steps, each in one transaction with its record, and stamp the file."""
    sys.modules.setdefault("pysqlite3", sqlcipher3)  # before sqlite_utils: same exception classes
    sys.modules.setdefault("pysqlite3.dbapi2", sqlcipher3.dbapi2)
    if getattr(sys, "frozen", False):  # the packed program carries one SQLite, not two
        sys.modules.setdefault("sqlite3", sqlcipher3)
    import sqlite_utils
    from sqlite_utils.migrations import Migrations

    from storage.database import APPLICATION_ID

    steps = Migrations("tungnha")

    @steps()
    def m001_main_job(_: "sqlite_utils.Database") -> None:
        _run_script(db, _M001)
        db.execute("PRAGMA user_version=1")

    @steps()
    def m002_field_work(_: "sqlite_utils.Database") -> None:
        _run_script(db, _M002)
        db.execute("PRAGMA user_version=2")

    @steps()
    def m003_trust(_: "sqlite_utils.Database") -> None:
        _run_script(db, _M003)
        _chain(db)
        _run_script(db, _M003_AFTER)
        db.execute("PRAGMA user_version=3")

    db.execute(f"PRAGMA application_id={APPLICATION_ID}")
    steps.apply(sqlite_utils.Database(db.conn))
