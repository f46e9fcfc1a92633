//! The tables as sea-orm sees them; written by hand, kept in step with `migration` by a test.
#![allow(unreachable_pub, reason = "sea-orm's derives write public items, the module is not")]

pub(crate) mod absence;
pub(crate) mod account;
pub(crate) mod account_address;
pub(crate) mod account_merge;
pub(crate) mod account_merge_item;
pub(crate) mod account_phone;
pub(crate) mod account_seen;
pub(crate) mod agreement;
pub(crate) mod agreement_target;
pub(crate) mod answered_mail;
pub(crate) mod api_token;
pub(crate) mod attachment;
pub(crate) mod audit_entry;
pub(crate) mod brand_notice;
pub(crate) mod calendar;
pub(crate) mod calendar_edition;
pub(crate) mod clock_recount;
pub(crate) mod comment;
pub(crate) mod confirmed_device;
pub(crate) mod counter;
pub(crate) mod digest_entry;
pub(crate) mod draft;
pub(crate) mod draft_file;
pub(crate) mod email_template;
pub(crate) mod erasure;
pub(crate) mod event;
pub(crate) mod external_link;
pub(crate) mod foreign_number;
pub(crate) mod former_mailbox;
pub(crate) mod further_message;
pub(crate) mod idempotency;
pub(crate) mod identity;
pub(crate) mod identity_membership;
pub(crate) mod incoming_mail;
pub(crate) mod journal_reader;
pub(crate) mod letter;
pub(crate) mod macros;
pub(crate) mod mail_breaker;
pub(crate) mod mail_comment;
pub(crate) mod mail_grant;
pub(crate) mod mail_server;
pub(crate) mod mail_sign_in;
pub(crate) mod mailbox;
pub(crate) mod mailbox_definition;
pub(crate) mod membership;
pub(crate) mod memo;
pub(crate) mod mention;
pub(crate) mod message;
pub(crate) mod new_ticket_draft;
pub(crate) mod notification;
pub(crate) mod organisation;
pub(crate) mod organisation_domain;
pub(crate) mod participant;
pub(crate) mod passkey;
pub(crate) mod passkey_ceremony;
pub(crate) mod password_link;
pub(crate) mod personal_signature;
pub(crate) mod presence;
pub(crate) mod queue;
pub(crate) mod queue_member;
pub(crate) mod queue_notice;
pub(crate) mod recovery_code;
pub(crate) mod reply_address;
pub(crate) mod rights_change;
pub(crate) mod saved_view;
pub(crate) mod search_entry;
pub(crate) mod search_organisation;
pub(crate) mod search_person;
pub(crate) mod second_factor;
pub(crate) mod sent_answer;
pub(crate) mod session;
pub(crate) mod setting;
pub(crate) mod text_block;
pub(crate) mod throttle;
pub(crate) mod ticket;
pub(crate) mod ticket_clock;
pub(crate) mod ticket_follow_up;
pub(crate) mod ticket_link;
pub(crate) mod ticket_merge;
pub(crate) mod ticket_merge_item;
pub(crate) mod ticket_rating;
pub(crate) mod ticket_seen;
pub(crate) mod ticket_status;
pub(crate) mod ticket_tag;
pub(crate) mod ticket_tally;
pub(crate) mod timer_fault;
pub(crate) mod undeliverable_address;
pub(crate) mod view_place;
pub(crate) mod watcher;
pub(crate) mod whole_text;

#[cfg(test)]
#[allow(clippy::expect_used, clippy::panic, reason = "a test that cannot go on has failed, and says why")]
mod tests {
    use std::collections::BTreeMap;

    use sea_orm::{ColumnTrait, ColumnType, ConnectionTrait, EntityTrait, IdenStatic, Iterable, Statement};

    use super::*;
    use crate::store::{Database, Opening};

    /// The word of the migrations for what an entity reads.
    fn word(column: &ColumnType) -> &'static str {
        match column {
            ColumnType::Uuid => "UUID",
            ColumnType::String(_) | ColumnType::Text => "TEXT",
            ColumnType::Boolean => "BOOLEAN",
            ColumnType::Integer => "INTEGER",
            ColumnType::BigInteger => "BIGINT",
            ColumnType::TimestampWithTimeZone => "TIMESTAMPTZ",
            other => panic!("no migration has {other:?}"),
        }
    }

    async fn compare<E: EntityTrait>(db: &impl ConnectionTrait, entity: E) {
        let table = entity.table_name();
        // SQLite counts rows by a column that it will only have as INTEGER and that is never null by itself.
        let sql = "SELECT name, CASE WHEN pk = 1 AND type = 'INTEGER' THEN 'BIGINT' ELSE type END AS type,
                          \"notnull\" = 1 OR (pk = 1 AND type = 'INTEGER') AS required
                   FROM pragma_table_info(?)";
        let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, [table.into()]);
        let rows = db.query_all_raw(statement).await.expect("an answer");
        let migrated: BTreeMap<String, (String, bool)> = rows
            .iter()
            .map(|row| {
                let text = |column| row.try_get::<String>("", column).expect("a text");
                (text("name"), (text("type"), row.try_get("", "required").expect("a flag")))
            })
            .collect();
        let read: BTreeMap<String, (String, bool)> = E::Column::iter()
            .map(|column| {
                let def = column.def();
                let kind = (word(def.get_column_type()).to_owned(), !def.is_null());
                (column.as_str().to_owned(), kind)
            })
            .collect();
        assert_eq!(read, migrated, "{table}");
    }

    async fn migrated() -> (tempfile::TempDir, Database) {
        let directory = tempfile::tempdir().expect("a directory");
        let url = format!("sqlite://{}", directory.path().join("house.db").display());
        let database = Database::open(&url, Opening::Create).await.expect("it opens");
        (directory, database)
    }

    #[tokio::test]
    async fn the_entities_read_what_the_migrations_made() {
        let (_directory, database) = migrated().await;
        macro_rules! compare {
            ($($entity:ident),+) => { $( compare(database.ro(), $entity::Entity).await; )+ };
        }
        compare!(
            absence,
            account,
            account_phone,
            agreement,
            agreement_target,
            api_token,
            attachment,
            audit_entry,
            brand_notice,
            calendar,
            calendar_edition,
            clock_recount,
            comment,
            counter,
            draft,
            draft_file,
            email_template,
            erasure,
            event,
            external_link,
            former_mailbox,
            idempotency,
            incoming_mail,
            letter,
            macros,
            mail_breaker,
            mail_comment,
            mail_grant,
            mail_server,
            mail_sign_in,
            mailbox,
            mailbox_definition,
            membership,
            mention,
            memo,
            message,
            new_ticket_draft,
            notification,
            organisation,
            organisation_domain,
            participant,
            confirmed_device,
            passkey,
            passkey_ceremony,
            password_link,
            personal_signature,
            queue,
            queue_member,
            recovery_code,
            rights_change,
            saved_view,
            search_entry,
            search_organisation,
            search_person,
            second_factor,
            sent_answer,
            session,
            setting,
            text_block,
            throttle,
            ticket,
            ticket_clock,
            ticket_link,
            ticket_merge,
            ticket_merge_item,
            ticket_rating,
            ticket_status,
            ticket_tag,
            ticket_tally,
            timer_fault,
            undeliverable_address,
            view_place,
            watcher
        );
        database.close().await.expect("closed");
    }
}
