//! Every address that leads to a person, the main one of the account among them: whoever had an address keeps it when
//! the account gets another. An address leads to one person alone.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::each(module_path!(), SQLITE, POSTGRES)
}

const SQLITE: &str = "
    CREATE TABLE account_address (
        address TEXT NOT NULL,
        user_id UUID NOT NULL,
        CONSTRAINT account_address_pkey PRIMARY KEY (address),
        CONSTRAINT account_address_user_id_fkey FOREIGN KEY (user_id) REFERENCES account (id) ON DELETE CASCADE
    );
    CREATE INDEX account_address_user_idx ON account_address (user_id);
    INSERT INTO account_address (address, user_id) SELECT email, id FROM account;
    CREATE TRIGGER account_address_of_new AFTER INSERT ON account BEGIN
        INSERT INTO account_address (address, user_id) VALUES (new.email, new.id);
    END;
    CREATE TRIGGER account_address_of_changed AFTER UPDATE OF email ON account
        WHEN NOT EXISTS (SELECT 1 FROM account_address WHERE address = new.email AND user_id = new.id)
    BEGIN
        INSERT INTO account_address (address, user_id) VALUES (new.email, new.id);
    END;
    ALTER TABLE account ADD COLUMN erased_at TIMESTAMPTZ;
";

const POSTGRES: &str = "
    CREATE TABLE account_address (
        address TEXT NOT NULL,
        user_id UUID NOT NULL,
        CONSTRAINT account_address_pkey PRIMARY KEY (address),
        CONSTRAINT account_address_user_id_fkey FOREIGN KEY (user_id) REFERENCES account (id) ON DELETE CASCADE
    );
    CREATE INDEX account_address_user_idx ON account_address (user_id);
    INSERT INTO account_address (address, user_id) SELECT email, id FROM account;
    CREATE FUNCTION keep_account_address() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NOT EXISTS (SELECT 1 FROM account_address WHERE address = NEW.email AND user_id = NEW.id) THEN
            INSERT INTO account_address (address, user_id) VALUES (NEW.email, NEW.id);
        END IF;
        RETURN NULL;
    END
    $$;
    CREATE TRIGGER account_address_kept AFTER INSERT OR UPDATE OF email ON account
        FOR EACH ROW EXECUTE FUNCTION keep_account_address();
    ALTER TABLE account ADD COLUMN erased_at TIMESTAMPTZ;
";
