//! Where letters about a ticket go for a person whose mail names another address in Reply-To.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(module_path!(), TABLE)
}

const TABLE: &str = "
    CREATE TABLE reply_address (
        ticket_id UUID NOT NULL,
        user_id UUID NOT NULL,
        address TEXT NOT NULL,
        CONSTRAINT reply_address_pkey PRIMARY KEY (ticket_id, user_id),
        CONSTRAINT reply_address_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES ticket (id) ON DELETE CASCADE,
        CONSTRAINT reply_address_user_id_fkey FOREIGN KEY (user_id) REFERENCES account (id) ON DELETE CASCADE
    );
";
