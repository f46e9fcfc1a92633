//! `former_mailbox`: addresses of mailboxes that admins deleted. What people wrote to each other goes on naming them, and they must not
//! become persons by that, to whom we write.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        CREATE TABLE former_mailbox (
            address TEXT NOT NULL,
            deleted_at TIMESTAMPTZ NOT NULL,
            CONSTRAINT former_mailbox_pkey PRIMARY KEY (address)
        );
        ",
    )
}
