//! Emails with words of one's own, by kind, language and queue (none: every queue), beside what the default said then; and
//! whether one of them failed when it was used.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        CREATE TABLE email_template (
            id UUID NOT NULL,
            kind TEXT NOT NULL,
            locale TEXT NOT NULL,
            queue_id UUID,
            own TEXT NOT NULL,
            base TEXT NOT NULL,
            updated_at TIMESTAMPTZ NOT NULL,
            failed_at TIMESTAMPTZ,
            failure TEXT,
            CONSTRAINT email_template_pkey PRIMARY KEY (id),
            CONSTRAINT email_template_queue_id_fkey FOREIGN KEY (queue_id) REFERENCES queue (id)
        );
        CREATE UNIQUE INDEX email_template_place_key ON email_template (kind, locale, queue_id)
            WHERE queue_id IS NOT NULL;
        CREATE UNIQUE INDEX email_template_everywhere_key ON email_template (kind, locale) WHERE queue_id IS NULL;
        ",
    )
}
