//! `brand_notice`: every version of the privacy notice of the configuration, so that what a customer was shown can be read after the file
//! has changed. A row without a language says that this version had no text of its own.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        CREATE TABLE brand_notice (
            version TEXT NOT NULL,
            locale TEXT NOT NULL,
            text TEXT NOT NULL,
            created_at TIMESTAMPTZ NOT NULL,
            CONSTRAINT brand_notice_pkey PRIMARY KEY (version, locale)
        );
        ",
    )
}
