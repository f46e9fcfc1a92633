//! `ticket_follow_up`: which ticket goes on with one that was closed too long ago to be reopened, and after how many days a
//! mailbox of the page opens such a ticket.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        CREATE TABLE ticket_follow_up (
            ticket_id UUID NOT NULL,
            before_id UUID NOT NULL,
            CONSTRAINT ticket_follow_up_pkey PRIMARY KEY (ticket_id),
            CONSTRAINT ticket_follow_up_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES ticket (id) ON DELETE CASCADE,
            CONSTRAINT ticket_follow_up_before_id_fkey FOREIGN KEY (before_id) REFERENCES ticket (id) ON DELETE CASCADE
        );
        CREATE INDEX ticket_follow_up_before_id_idx ON ticket_follow_up (before_id);
        ALTER TABLE mailbox_definition ADD COLUMN reopen_days INTEGER;
        ",
    )
}
