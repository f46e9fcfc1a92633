//! Watchers: who is told of a ticket beside its customer and its assignee.
//!
//! A READER may read the ticket because they watch it. A FOLLOWER is told as long as they see the ticket for another
//! reason: a member of the staff, or a colleague to whom it is shared. REMOVED remembers that somebody was taken off, so
//! that an old mail does not put them back.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::each(module_path!(), SQLITE, POSTGRES)
}

const SQLITE: &str = "
    CREATE TABLE watcher (
        ticket_id UUID NOT NULL,
        user_id UUID NOT NULL,
        kind TEXT NOT NULL,
        created_at TIMESTAMPTZ NOT NULL,
        CONSTRAINT watcher_pkey PRIMARY KEY (ticket_id, user_id),
        CONSTRAINT watcher_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES ticket (id) ON DELETE CASCADE,
        CONSTRAINT watcher_user_id_fkey FOREIGN KEY (user_id) REFERENCES account (id) ON DELETE CASCADE
    );
    CREATE INDEX watcher_user_idx ON watcher (user_id, kind, ticket_id);
    CREATE TRIGGER watcher_added AFTER INSERT ON watcher BEGIN
        INSERT INTO rights_change (subject) VALUES (new.ticket_id);
    END;
    CREATE TRIGGER watcher_changed AFTER UPDATE ON watcher BEGIN
        INSERT INTO rights_change (subject) VALUES (new.ticket_id);
    END;
    CREATE TRIGGER watcher_removed AFTER DELETE ON watcher BEGIN
        INSERT INTO rights_change (subject) VALUES (old.ticket_id);
    END;
";

const POSTGRES: &str = "
    CREATE TABLE watcher (
        ticket_id UUID NOT NULL,
        user_id UUID NOT NULL,
        kind TEXT NOT NULL,
        created_at TIMESTAMPTZ NOT NULL,
        CONSTRAINT watcher_pkey PRIMARY KEY (ticket_id, user_id),
        CONSTRAINT watcher_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES ticket (id) ON DELETE CASCADE,
        CONSTRAINT watcher_user_id_fkey FOREIGN KEY (user_id) REFERENCES account (id) ON DELETE CASCADE
    );
    CREATE INDEX watcher_user_idx ON watcher (user_id, kind, ticket_id);
    CREATE TRIGGER watcher_changed AFTER INSERT OR UPDATE OR DELETE ON watcher
        FOR EACH ROW EXECUTE FUNCTION note_rights_change('ticket_id');
";
