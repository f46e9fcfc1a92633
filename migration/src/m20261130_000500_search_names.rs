//! The names and addresses of people, and the names and domains of organisations, indexed by their words: a search for tickets finds
//! whose they are without reading every name. Triggers keep both tables, whoever writes a name.
//!
//! Names are folded by the engine before they are written; punctuation separates words. Tags are found by their beginning, which
//! an index of PostgreSQL tells only if it compares letter by letter.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::each(module_path!(), SQLITE, POSTGRES)
}

const SQLITE: &str = "
    CREATE TABLE search_person (
        id INTEGER CONSTRAINT search_person_pkey PRIMARY KEY AUTOINCREMENT,
        user_id UUID NOT NULL,
        is_address BOOLEAN NOT NULL,
        content TEXT NOT NULL,
        CONSTRAINT search_person_user_id_fkey FOREIGN KEY (user_id) REFERENCES account (id) ON DELETE CASCADE
    );
    CREATE INDEX search_person_user_idx ON search_person (user_id);
    CREATE VIRTUAL TABLE search_person_index USING fts5(
        content, content = 'search_person', content_rowid = 'id', tokenize = 'unicode61', prefix = '3'
    );
    INSERT INTO search_person_index (search_person_index, rank) VALUES ('secure-delete', 1);
    CREATE TRIGGER search_person_inserted AFTER INSERT ON search_person BEGIN
        INSERT INTO search_person_index (rowid, content) VALUES (new.id, new.content);
    END;
    CREATE TRIGGER search_person_deleted AFTER DELETE ON search_person BEGIN
        INSERT INTO search_person_index (search_person_index, rowid, content)
            VALUES ('delete', old.id, old.content);
    END;
    INSERT INTO search_person (user_id, is_address, content) SELECT id, FALSE, folded FROM account WHERE folded <> '';
    INSERT INTO search_person (user_id, is_address, content) SELECT user_id, TRUE, address FROM account_address;
    CREATE TRIGGER search_person_of_new AFTER INSERT ON account WHEN new.folded <> '' BEGIN
        INSERT INTO search_person (user_id, is_address, content) VALUES (new.id, FALSE, new.folded);
    END;
    CREATE TRIGGER search_person_of_changed AFTER UPDATE OF folded ON account WHEN old.folded <> new.folded BEGIN
        DELETE FROM search_person WHERE user_id = old.id AND NOT is_address;
        INSERT INTO search_person (user_id, is_address, content) VALUES (new.id, FALSE, new.folded);
    END;
    CREATE TRIGGER search_person_of_new_address AFTER INSERT ON account_address BEGIN
        INSERT INTO search_person (user_id, is_address, content) VALUES (new.user_id, TRUE, new.address);
    END;
    CREATE TRIGGER search_person_of_moved_address AFTER UPDATE ON account_address BEGIN
        DELETE FROM search_person WHERE user_id = old.user_id AND is_address AND content = old.address;
        INSERT INTO search_person (user_id, is_address, content) VALUES (new.user_id, TRUE, new.address);
    END;
    CREATE TRIGGER search_person_of_lost_address AFTER DELETE ON account_address BEGIN
        DELETE FROM search_person WHERE user_id = old.user_id AND is_address AND content = old.address;
    END;

    CREATE TABLE search_organisation (
        id INTEGER CONSTRAINT search_organisation_pkey PRIMARY KEY AUTOINCREMENT,
        organisation_id UUID NOT NULL,
        is_domain BOOLEAN NOT NULL,
        content TEXT NOT NULL,
        CONSTRAINT search_organisation_organisation_id_fkey
            FOREIGN KEY (organisation_id) REFERENCES organisation (id) ON DELETE CASCADE
    );
    CREATE INDEX search_organisation_organisation_idx ON search_organisation (organisation_id);
    CREATE VIRTUAL TABLE search_organisation_index USING fts5(
        content, content = 'search_organisation', content_rowid = 'id', tokenize = 'unicode61', prefix = '3'
    );
    INSERT INTO search_organisation_index (search_organisation_index, rank) VALUES ('secure-delete', 1);
    CREATE TRIGGER search_organisation_inserted AFTER INSERT ON search_organisation BEGIN
        INSERT INTO search_organisation_index (rowid, content) VALUES (new.id, new.content);
    END;
    CREATE TRIGGER search_organisation_deleted AFTER DELETE ON search_organisation BEGIN
        INSERT INTO search_organisation_index (search_organisation_index, rowid, content)
            VALUES ('delete', old.id, old.content);
    END;
    INSERT INTO search_organisation (organisation_id, is_domain, content)
        SELECT id, FALSE, folded FROM organisation WHERE folded <> '';
    INSERT INTO search_organisation (organisation_id, is_domain, content)
        SELECT organisation_id, TRUE, domain FROM organisation_domain;
    CREATE TRIGGER search_organisation_of_new AFTER INSERT ON organisation WHEN new.folded <> '' BEGIN
        INSERT INTO search_organisation (organisation_id, is_domain, content) VALUES (new.id, FALSE, new.folded);
    END;
    CREATE TRIGGER search_organisation_of_changed AFTER UPDATE OF folded ON organisation
        WHEN old.folded <> new.folded
    BEGIN
        DELETE FROM search_organisation WHERE organisation_id = old.id AND NOT is_domain;
        INSERT INTO search_organisation (organisation_id, is_domain, content) VALUES (new.id, FALSE, new.folded);
    END;
    CREATE TRIGGER search_organisation_of_new_domain AFTER INSERT ON organisation_domain BEGIN
        INSERT INTO search_organisation (organisation_id, is_domain, content)
            VALUES (new.organisation_id, TRUE, new.domain);
    END;
    CREATE TRIGGER search_organisation_of_moved_domain AFTER UPDATE ON organisation_domain BEGIN
        DELETE FROM search_organisation
            WHERE organisation_id = old.organisation_id AND is_domain AND content = old.domain;
        INSERT INTO search_organisation (organisation_id, is_domain, content)
            VALUES (new.organisation_id, TRUE, new.domain);
    END;
    CREATE TRIGGER search_organisation_of_lost_domain AFTER DELETE ON organisation_domain BEGIN
        DELETE FROM search_organisation
            WHERE organisation_id = old.organisation_id AND is_domain AND content = old.domain;
    END;
";

const POSTGRES: &str = "
    CREATE TABLE search_person (
        id BIGINT GENERATED BY DEFAULT AS IDENTITY,
        user_id UUID NOT NULL,
        is_address BOOLEAN NOT NULL,
        content TEXT NOT NULL,
        terms TSVECTOR GENERATED ALWAYS AS (to_tsvector('simple'::regconfig,
            translate(content, '@.-_+''/&,:;()\"!?#*=~', '                    '))) STORED,
        CONSTRAINT search_person_pkey PRIMARY KEY (id),
        CONSTRAINT search_person_user_id_fkey FOREIGN KEY (user_id) REFERENCES account (id) ON DELETE CASCADE
    );
    INSERT INTO search_person (user_id, is_address, content) SELECT id, FALSE, folded FROM account WHERE folded <> '';
    INSERT INTO search_person (user_id, is_address, content) SELECT user_id, TRUE, address FROM account_address;
    CREATE INDEX search_person_user_idx ON search_person (user_id);
    CREATE INDEX search_person_terms_idx ON search_person USING gin (terms);
    CREATE FUNCTION keep_search_person() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE' THEN
            DELETE FROM search_person WHERE user_id = NEW.id AND NOT is_address;
        END IF;
        IF NEW.folded <> '' THEN
            INSERT INTO search_person (user_id, is_address, content) VALUES (NEW.id, FALSE, NEW.folded);
        END IF;
        RETURN NULL;
    END
    $$;
    CREATE TRIGGER search_person_of_new AFTER INSERT ON account
        FOR EACH ROW EXECUTE FUNCTION keep_search_person();
    CREATE TRIGGER search_person_of_changed AFTER UPDATE OF folded ON account
        FOR EACH ROW WHEN (OLD.folded IS DISTINCT FROM NEW.folded) EXECUTE FUNCTION keep_search_person();
    CREATE FUNCTION keep_search_person_address() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP <> 'INSERT' THEN
            DELETE FROM search_person WHERE user_id = OLD.user_id AND is_address AND content = OLD.address;
        END IF;
        IF TG_OP <> 'DELETE' THEN
            INSERT INTO search_person (user_id, is_address, content) VALUES (NEW.user_id, TRUE, NEW.address);
        END IF;
        RETURN NULL;
    END
    $$;
    CREATE TRIGGER search_person_of_address AFTER INSERT OR UPDATE OR DELETE ON account_address
        FOR EACH ROW EXECUTE FUNCTION keep_search_person_address();

    CREATE TABLE search_organisation (
        id BIGINT GENERATED BY DEFAULT AS IDENTITY,
        organisation_id UUID NOT NULL,
        is_domain BOOLEAN NOT NULL,
        content TEXT NOT NULL,
        terms TSVECTOR GENERATED ALWAYS AS (to_tsvector('simple'::regconfig,
            translate(content, '@.-_+''/&,:;()\"!?#*=~', '                    '))) STORED,
        CONSTRAINT search_organisation_pkey PRIMARY KEY (id),
        CONSTRAINT search_organisation_organisation_id_fkey
            FOREIGN KEY (organisation_id) REFERENCES organisation (id) ON DELETE CASCADE
    );
    INSERT INTO search_organisation (organisation_id, is_domain, content)
        SELECT id, FALSE, folded FROM organisation WHERE folded <> '';
    INSERT INTO search_organisation (organisation_id, is_domain, content)
        SELECT organisation_id, TRUE, domain FROM organisation_domain;
    CREATE INDEX search_organisation_organisation_idx ON search_organisation (organisation_id);
    CREATE INDEX search_organisation_terms_idx ON search_organisation USING gin (terms);
    CREATE FUNCTION keep_search_organisation() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE' THEN
            DELETE FROM search_organisation WHERE organisation_id = NEW.id AND NOT is_domain;
        END IF;
        IF NEW.folded <> '' THEN
            INSERT INTO search_organisation (organisation_id, is_domain, content)
                VALUES (NEW.id, FALSE, NEW.folded);
        END IF;
        RETURN NULL;
    END
    $$;
    CREATE TRIGGER search_organisation_of_new AFTER INSERT ON organisation
        FOR EACH ROW EXECUTE FUNCTION keep_search_organisation();
    CREATE TRIGGER search_organisation_of_changed AFTER UPDATE OF folded ON organisation
        FOR EACH ROW WHEN (OLD.folded IS DISTINCT FROM NEW.folded) EXECUTE FUNCTION keep_search_organisation();
    CREATE FUNCTION keep_search_organisation_domain() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP <> 'INSERT' THEN
            DELETE FROM search_organisation
                WHERE organisation_id = OLD.organisation_id AND is_domain AND content = OLD.domain;
        END IF;
        IF TG_OP <> 'DELETE' THEN
            INSERT INTO search_organisation (organisation_id, is_domain, content)
                VALUES (NEW.organisation_id, TRUE, NEW.domain);
        END IF;
        RETURN NULL;
    END
    $$;
    CREATE TRIGGER search_organisation_of_domain AFTER INSERT OR UPDATE OR DELETE ON organisation_domain
        FOR EACH ROW EXECUTE FUNCTION keep_search_organisation_domain();

    CREATE INDEX ticket_tag_beginning_idx ON ticket_tag (tag COLLATE \"C\", ticket_id);
";
