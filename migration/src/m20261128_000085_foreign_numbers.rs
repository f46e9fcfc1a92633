//! The numbers under which partners and monitors know a ticket, as rules of a mailbox find them in their mails.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(module_path!(), TABLE)
}

const TABLE: &str = "
    CREATE TABLE foreign_number (
        rule TEXT NOT NULL,
        sender TEXT NOT NULL,
        number TEXT NOT NULL,
        ticket_id UUID NOT NULL,
        CONSTRAINT foreign_number_pkey PRIMARY KEY (rule, sender, number),
        CONSTRAINT foreign_number_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES ticket (id) ON DELETE CASCADE
    );
    CREATE INDEX foreign_number_ticket_idx ON foreign_number (ticket_id);
";
