//! Private tickets, which the customer's colleagues do not see, whatever their organisation shares.
//!
//! From here on `rights_change.subject` may also be the id of a ticket: whoever follows it asks whether they still see it.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::each(module_path!(), SQLITE, POSTGRES)
}

const SQLITE: &str = "
    ALTER TABLE ticket ADD COLUMN is_private BOOLEAN NOT NULL DEFAULT FALSE;
    CREATE TRIGGER ticket_privacy_changed AFTER UPDATE OF is_private ON ticket
    WHEN new.is_private <> old.is_private
    BEGIN
        INSERT INTO rights_change (subject) VALUES (new.id);
    END;
";

const POSTGRES: &str = "
    ALTER TABLE ticket ADD COLUMN is_private BOOLEAN NOT NULL DEFAULT FALSE;
    CREATE TRIGGER ticket_privacy_changed AFTER UPDATE OF is_private ON ticket
        FOR EACH ROW WHEN (NEW.is_private <> OLD.is_private)
        EXECUTE FUNCTION note_rights_change('id');
";
