//! The places of people, organisations and queues in a dictionary. No two databases sort names alike, so the program
//! writes a key for each that is compared byte by byte. What names are found by is written anew: without accents, and
//! with umlauts as two letters too. Rows from before are filled in when the program starts.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::each(
        module_path!(),
        "
        ALTER TABLE account ADD COLUMN sort_key TEXT NOT NULL DEFAULT '';
        ALTER TABLE organisation ADD COLUMN sort_key TEXT NOT NULL DEFAULT '';
        ALTER TABLE queue ADD COLUMN sort_key TEXT NOT NULL DEFAULT '';
        CREATE INDEX account_sort_idx ON account (sort_key, id);
        CREATE INDEX organisation_sort_idx ON organisation (sort_key, id);
        UPDATE account SET folded = '';
        UPDATE organisation SET folded = '';
        ",
        "
        ALTER TABLE account ADD COLUMN sort_key TEXT COLLATE \"C\" NOT NULL DEFAULT '';
        ALTER TABLE organisation ADD COLUMN sort_key TEXT COLLATE \"C\" NOT NULL DEFAULT '';
        ALTER TABLE queue ADD COLUMN sort_key TEXT COLLATE \"C\" NOT NULL DEFAULT '';
        CREATE INDEX account_sort_idx ON account (sort_key, id);
        CREATE INDEX organisation_sort_idx ON organisation (sort_key, id);
        UPDATE account SET folded = '';
        UPDATE organisation SET folded = '';
        ",
    )
}
