//! Addresses that mail does not reach, with what the server said, until they work again.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        CREATE TABLE undeliverable_address (
            address TEXT NOT NULL,
            since TIMESTAMPTZ NOT NULL,
            words TEXT NOT NULL,
            CONSTRAINT undeliverable_address_pkey PRIMARY KEY (address)
        );
        ",
    )
}
