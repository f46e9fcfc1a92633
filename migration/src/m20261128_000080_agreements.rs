//! Calendars of business hours, agreements with times for each priority, and who has which.
//!
//! What a calendar says stands in its editions, which are never changed: a clock that has ended keeps the edition by which
//! it was counted. `hours` and `holidays` are JSON, since they are only ever read as a whole.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        CREATE TABLE calendar (
            id UUID NOT NULL,
            name TEXT NOT NULL,
            edition BIGINT NOT NULL,
            created_at TIMESTAMPTZ NOT NULL,
            CONSTRAINT calendar_pkey PRIMARY KEY (id),
            CONSTRAINT calendar_name_key UNIQUE (name)
        );
        CREATE TABLE calendar_edition (
            calendar_id UUID NOT NULL,
            edition BIGINT NOT NULL,
            time_zone TEXT NOT NULL,
            hours TEXT NOT NULL,
            holidays TEXT NOT NULL,
            holiday_region TEXT,
            created_at TIMESTAMPTZ NOT NULL,
            CONSTRAINT calendar_edition_pkey PRIMARY KEY (calendar_id, edition),
            CONSTRAINT calendar_edition_calendar_id_fkey FOREIGN KEY (calendar_id) REFERENCES calendar (id)
        );
        CREATE TABLE agreement (
            id UUID NOT NULL,
            name TEXT NOT NULL,
            calendar_id UUID NOT NULL,
            created_at TIMESTAMPTZ NOT NULL,
            CONSTRAINT agreement_pkey PRIMARY KEY (id),
            CONSTRAINT agreement_name_key UNIQUE (name),
            CONSTRAINT agreement_calendar_id_fkey FOREIGN KEY (calendar_id) REFERENCES calendar (id)
        );
        CREATE INDEX agreement_calendar_id_idx ON agreement (calendar_id);
        CREATE TABLE agreement_target (
            agreement_id UUID NOT NULL,
            priority TEXT NOT NULL,
            response_minutes INTEGER,
            restoration_minutes INTEGER,
            CONSTRAINT agreement_target_pkey PRIMARY KEY (agreement_id, priority),
            CONSTRAINT agreement_target_agreement_id_fkey
                FOREIGN KEY (agreement_id) REFERENCES agreement (id) ON DELETE CASCADE
        );
        ALTER TABLE organisation ADD COLUMN agreement_id UUID
            CONSTRAINT organisation_agreement_id_fkey REFERENCES agreement (id);
        CREATE INDEX organisation_agreement_id_idx ON organisation (agreement_id) WHERE agreement_id IS NOT NULL;
        ALTER TABLE queue ADD COLUMN agreement_id UUID
            CONSTRAINT queue_agreement_id_fkey REFERENCES agreement (id);
        ",
    )
}
