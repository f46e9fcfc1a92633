//! With whom an organisation shares its tickets: nobody, selected members, or all of them.
//!
//! An organisation that shared keeps sharing with the same people: with all members, or with those selected where some
//! had been left out. `membership.sees_tickets` marks the selected ones from here on.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        ALTER TABLE organisation ADD COLUMN sharing TEXT NOT NULL DEFAULT 'NOBODY';
        UPDATE organisation SET sharing = CASE
            WHEN EXISTS (
                SELECT 1 FROM membership
                WHERE membership.organisation_id = organisation.id AND membership.sees_tickets = FALSE
            ) THEN 'SELECTED'
            ELSE 'ALL'
        END WHERE shares_tickets = TRUE;
        UPDATE membership SET sees_tickets = FALSE
            WHERE organisation_id NOT IN (SELECT id FROM organisation WHERE sharing = 'SELECTED');
        ALTER TABLE organisation DROP COLUMN shares_tickets;
        ",
    )
}
