//! The clocks of tickets: by which terms each is counted, what was told of it, and when there is something to tell next.
//!
//! `ticket.due_at` is the next agreed time that a ticket must keep, for lists in its order; `ticket.escalates_at` when the
//! first of them passes or has passed, for counts. The expression of the index stands in
//! `engine/src/store/tickets/order.rs` to the letter. `ticket.closes_from` is from when the business days count until the
//! ticket closes itself. `clock_recount` holds the tickets whose agreement or calendar has changed; it refers to no ticket by
//! a constraint, so that filling it waits for nobody who works on one.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        CREATE TABLE ticket_clock (
            ticket_id UUID NOT NULL,
            kind TEXT NOT NULL,
            agreement_id UUID NOT NULL,
            calendar_id UUID NOT NULL,
            edition BIGINT NOT NULL,
            target_minutes INTEGER NOT NULL,
            next_at TIMESTAMPTZ,
            warned_at TIMESTAMPTZ,
            breached_at TIMESTAMPTZ,
            CONSTRAINT ticket_clock_pkey PRIMARY KEY (ticket_id, kind),
            CONSTRAINT ticket_clock_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES ticket (id)
                ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
            CONSTRAINT ticket_clock_agreement_id_fkey FOREIGN KEY (agreement_id) REFERENCES agreement (id),
            CONSTRAINT ticket_clock_edition_fkey
                FOREIGN KEY (calendar_id, edition) REFERENCES calendar_edition (calendar_id, edition)
        );
        CREATE INDEX ticket_clock_next_at_idx ON ticket_clock (next_at) WHERE next_at IS NOT NULL;

        ALTER TABLE ticket ADD COLUMN due_at TIMESTAMPTZ;
        ALTER TABLE ticket ADD COLUMN escalates_at TIMESTAMPTZ;
        ALTER TABLE ticket ADD COLUMN closes_from TIMESTAMPTZ;
        CREATE INDEX ticket_next_due_idx ON ticket (coalesce(due_at, '9999-12-31T23:59:59+00:00'), id);
        CREATE INDEX ticket_escalates_at_idx ON ticket (escalates_at, queue_id) WHERE escalates_at IS NOT NULL;
        CREATE INDEX ticket_closes_from_idx ON ticket (closes_from) WHERE closes_from IS NOT NULL;

        CREATE TABLE clock_recount (
            ticket_id UUID NOT NULL,
            next_at TIMESTAMPTZ NOT NULL,
            CONSTRAINT clock_recount_pkey PRIMARY KEY (ticket_id)
        );
        CREATE INDEX clock_recount_next_at_idx ON clock_recount (next_at);
        ",
    )
}
