//! A person may belong to several organisations. `main` marks the first of them, of which each member has exactly one.
//!
//! `SQLite` cannot give a table another primary key: it is made anew, with its index and the triggers that tell whose
//! rights change.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::each(module_path!(), SQLITE, POSTGRES)
}

const SQLITE: &str = "
    CREATE TABLE membership_new (
        user_id UUID NOT NULL,
        organisation_id UUID NOT NULL,
        sees_tickets BOOLEAN NOT NULL,
        domain TEXT,
        main BOOLEAN NOT NULL DEFAULT TRUE,
        CONSTRAINT membership_pkey PRIMARY KEY (user_id, organisation_id),
        CONSTRAINT membership_user_id_fkey
            FOREIGN KEY (user_id) REFERENCES account (id) ON DELETE CASCADE,
        CONSTRAINT membership_organisation_id_fkey
            FOREIGN KEY (organisation_id) REFERENCES organisation (id)
    );
    INSERT INTO membership_new (user_id, organisation_id, sees_tickets, domain)
        SELECT user_id, organisation_id, sees_tickets, domain FROM membership;
    DROP TABLE membership;
    ALTER TABLE membership_new RENAME TO membership;
    CREATE INDEX membership_organisation_id_idx ON membership (organisation_id);
    CREATE UNIQUE INDEX membership_main_key ON membership (user_id) WHERE main;

    CREATE TRIGGER membership_added AFTER INSERT ON membership BEGIN
        INSERT INTO rights_change (subject) VALUES (new.user_id);
    END;
    CREATE TRIGGER membership_changed AFTER UPDATE ON membership BEGIN
        INSERT INTO rights_change (subject) VALUES (old.user_id), (new.user_id);
    END;
    CREATE TRIGGER membership_removed AFTER DELETE ON membership BEGIN
        INSERT INTO rights_change (subject) VALUES (old.user_id);
    END;
";

const POSTGRES: &str = "
    ALTER TABLE membership ADD COLUMN main BOOLEAN NOT NULL DEFAULT TRUE;
    ALTER TABLE membership DROP CONSTRAINT membership_pkey;
    ALTER TABLE membership ADD CONSTRAINT membership_pkey PRIMARY KEY (user_id, organisation_id);
    CREATE UNIQUE INDEX membership_main_key ON membership (user_id) WHERE main;
";
