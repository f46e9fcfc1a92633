//! Views: saved searches, of one person or shared with the staff, and the order in which each person has them.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        CREATE TABLE saved_view (
            id UUID NOT NULL,
            owner_id UUID NOT NULL,
            name TEXT NOT NULL,
            sort_key TEXT NOT NULL,
            query TEXT NOT NULL,
            shared BOOLEAN NOT NULL,
            created_at TIMESTAMPTZ NOT NULL,
            CONSTRAINT saved_view_pkey PRIMARY KEY (id),
            CONSTRAINT saved_view_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES account (id)
        );
        CREATE INDEX saved_view_owner_idx ON saved_view (owner_id);

        CREATE TABLE view_place (
            user_id UUID NOT NULL,
            view_id UUID NOT NULL,
            place BIGINT NOT NULL,
            CONSTRAINT view_place_pkey PRIMARY KEY (user_id, view_id),
            CONSTRAINT view_place_user_id_fkey FOREIGN KEY (user_id) REFERENCES account (id),
            CONSTRAINT view_place_view_id_fkey FOREIGN KEY (view_id) REFERENCES saved_view (id)
        );
        CREATE INDEX view_place_view_idx ON view_place (view_id);
        ",
    )
}
