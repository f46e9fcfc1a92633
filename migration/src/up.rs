//! Brings a database up to date, once, however many servers start at the same moment.

use std::collections::BTreeSet;

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{
    ConnectionTrait, DatabaseConnection, DbBackend, DbErr, SqliteTransactionMode, Statement,
    TransactionOptions, TransactionTrait,
};

use crate::change::Change;

/// The list of all changes, for tools that want to look at them; to apply them, call [`up`].
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        changes().into_iter().map(|change| Box::new(change) as Box<dyn MigrationTrait>).collect()
    }
}

/// All changes in the order in which they are applied. A new one goes to the end.
const CHANGES: &[fn() -> Change] = &[
    crate::m20261123_000001_organisations::change,
    crate::m20261123_000002_accounts::change,
    crate::m20261123_000003_sessions::change,
    crate::m20261123_000004_queues::change,
    crate::m20261123_000005_tickets::change,
    crate::m20261123_000006_comments::change,
    crate::m20261123_000007_journal::change,
    crate::m20261123_000008_outbox::change,
    crate::m20261123_000009_incoming_mail::change,
    crate::m20261123_000010_housekeeping::change,
    crate::m20261123_000011_search::change,
    crate::m20261125_000012_rights::change,
    crate::m20261125_000013_ticket_tally::change,
    crate::m20261125_000014_folded_names::change,
    crate::m20261125_000015_ticket_orders::change,
    crate::m20261125_000016_unassigned::change,
    crate::m20261128_000031_user_names::change,
    crate::m20261128_000032_idempotency_content::change,
    crate::m20261128_000020_timer_faults::change,
    crate::m20261128_000021_raw_mails::change,
    crate::m20261128_000027_mail_ledger::change,
    crate::m20261128_000043_public_face::change,
    crate::m20261128_000044_unseen::change,
    crate::m20261128_000090_session_renewal::change,
    crate::m20261128_000091_chosen::change,
    crate::m20261128_000040_drafts::change,
    crate::m20261128_000023_mail_server::change,
    crate::m20261128_000033_audit::change,
    crate::m20261128_000034_joined_by_domain::change,
    crate::m20261128_000080_agreements::change,
    crate::m20261128_000081_ticket_status::change,
    crate::m20261128_000082_ticket_clocks::change,
    crate::m20261128_000060_sharing::change,
    crate::m20261128_000061_private_tickets::change,
    crate::m20261128_000062_watchers::change,
    crate::m20261128_000092_draft_order::change,
    crate::m20261128_000100_ticket_links::change,
    crate::m20261128_000101_redaction::change,
    crate::m20261128_000102_merges::change,
    crate::m20261128_000110_queue_settings::change,
    crate::m20261128_000070_sort_keys::change,
    crate::m20261128_000071_search_by_letter::change,
    crate::m20261128_000072_views::change,
    crate::m20261128_000111_draft_note::change,
    crate::m20261128_000150_presence::change,
    crate::m20261128_000073_text_blocks::change,
    crate::m20261128_000151_notices::change,
    crate::m20261128_000074_email_templates::change,
    crate::m20261128_000083_reply_addresses::change,
    crate::m20261128_000084_more_in_mail::change,
    crate::m20261128_000085_foreign_numbers::change,
    crate::m20261128_000152_whole_texts::change,
    crate::m20261128_000195_read_until::change,
    crate::m20261128_000063_external_ids::change,
    crate::m20261128_000200_ended_at::change,
    crate::m20261128_000190_held_back::change,
    crate::m20261128_000196_mentions::change,
    crate::m20261128_000210_addresses::change,
    crate::m20261128_000211_account_merges::change,
    crate::m20261128_000250_sent_answers::change,
    crate::m20261128_000240_ratings::change,
    crate::m20261128_000220_undeliverable::change,
    crate::m20261128_000230_memberships::change,
    crate::m20261128_000270_at_risk::change,
    crate::m20261128_000241_notifications::change,
    crate::m20261129_000280_mail_grants::change,
    crate::m20261129_000290_identities::change,
    crate::m20261129_000300_second_factors::change,
    crate::m20261129_000310_granted_roles::change,
    crate::m20261129_000330_mailbox_faults::change,
    crate::m20261129_000340_mail_times::change,
    crate::m20261129_000320_passkeys::change,
    crate::m20261129_000321_password_allowed::change,
    crate::m20261129_000331_letter_timeline::change,
    crate::m20261129_000350_risk_by_queue::change,
    crate::m20261129_000351_unanswered_by_status::change,
    crate::m20261129_000360_letter_notice::change,
    crate::m20261129_000361_mail_server_fault::change,
    crate::m20261129_000390_digest_last::change,
    crate::m20261129_000370_journal_readers::change,
    crate::m20261129_000380_confirmed_devices::change,
    crate::m20261129_000391_mailbox_definitions::change,
    crate::m20261129_000400_mail_by_id::change,
    crate::m20261130_000411_mailbox_calls::change,
    crate::m20261130_000412_mailbox_providers::change,
    crate::m20261130_000421_mailbox_rules::change,
    crate::m20261130_000431_account_seen::change,
    crate::m20261130_000432_grant_servers::change,
    crate::m20261130_000433_people_lists::change,
    crate::m20261130_000441_ticket_follow_up::change,
    crate::m20261130_000442_mail_authentication::change,
    crate::m20261130_000450_answered_mails::change,
    crate::m20261130_000480_mail_comments::change,
    crate::m20261130_000481_former_mailboxes::change,
    crate::m20261130_000487_former_mailboxes_of_the_file::change,
    crate::m20261130_000488_absences::change,
    crate::m20261130_000490_after_fetch::change,
    crate::m20261130_000491_old_mails::change,
    crate::m20261130_000493_whole_html::change,
    crate::m20261130_000494_mail_signature::change,
    crate::m20261130_000495_mail_relation::change,
    crate::m20261130_000496_mail_repeats::change,
    crate::m20261130_000498_brand_notices::change,
    crate::m20261130_000499_new_ticket_notices::change,
    crate::m20261130_000500_search_names::change,
    crate::m20261130_000501_title_keys::change,
    crate::m20261130_000502_audit_search::change,
    crate::m20261130_000503_account_phones::change,
    crate::m20261130_000504_memos::change,
    crate::m20261130_000504_personal_signatures::change,
    crate::m20261130_000505_draft_files::change,
    crate::m20261201_000506_queue_sort_keys::change,
    crate::m20261201_000510_further_messages::change,
];

fn changes() -> Vec<Change> {
    CHANGES.iter().map(|change| change()).collect()
}

/// An arbitrary number that every Schalter takes as the advisory lock while it migrates.
const LOCK: i64 = 0x5343_4841_4C54_4552;

/// Applies whatever is missing, all of it in one transaction, and says whether it did anything.
///
/// A database that is up to date costs one small query. Otherwise the lock is taken first
/// (PostgreSQL: an advisory lock; SQLite: the write lock), so that of two servers that start
/// together one waits and then finds nothing to do. On SQLite `db` must be the pool that writes.
///
/// # Errors
/// When the database cannot be reached or changed, and when it was migrated by a newer program:
/// an older one would misread it.
#[expect(
    clippy::disallowed_methods,
    reason = "the engine's unit of work lies above; nothing else commits here"
)]
pub async fn up(db: &DatabaseConnection) -> Result<bool, DbErr> {
    if is_current(db).await? {
        return Ok(false);
    }
    let tx = db
        .begin_with_options(TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        })
        .await?;
    if tx.get_database_backend() == DbBackend::Postgres {
        // Another node may migrate for a long time, and nothing else may be lost to impatience.
        tx.execute_unprepared("SET LOCAL lock_timeout = 0").await?;
        tx.execute_unprepared(&format!("SELECT pg_advisory_xact_lock({LOCK})")).await?;
    }
    Migrator::up(&tx, None).await?;
    tx.commit().await?;
    Ok(true)
}

/// Whether no change was ever applied: the database is empty, or not ours.
///
/// # Errors
/// When the database cannot be asked.
pub async fn is_new(db: &DatabaseConnection) -> Result<bool, DbErr> {
    let backend = db.get_database_backend();
    let table = match backend {
        DbBackend::Postgres => "SELECT to_regclass('seaql_migrations')::text AS name",
        _ => "SELECT max(name) AS name FROM sqlite_master WHERE name = 'seaql_migrations'",
    };
    let row = db.query_one_raw(Statement::from_string(backend, table)).await?;
    let name: Option<String> = row.map(|row| row.try_get("", "name")).transpose()?.flatten();
    Ok(name.is_none())
}

/// Compares the names of the changes with those the database has, without creating anything.
///
/// # Errors
/// When the database was changed by a newer version, or cannot be asked.
pub async fn is_current(db: &DatabaseConnection) -> Result<bool, DbErr> {
    let backend = db.get_database_backend();
    let statement = Statement::from_string(backend, "SELECT version FROM seaql_migrations");
    // Without the table nothing was ever applied; an unreachable database fails again below,
    // where its error is reported.
    let Ok(rows) = db.query_all_raw(statement).await else { return Ok(false) };
    let applied =
        rows.iter().map(|row| row.try_get::<String>("", "version")).collect::<Result<BTreeSet<_>, _>>()?;
    let known: BTreeSet<String> = changes().iter().map(|change| change.name().to_owned()).collect();
    let unknown: Vec<_> = applied.difference(&known).map(String::as_str).collect();
    if !unknown.is_empty() {
        return Err(DbErr::Migration(format!(
            "the database was changed by a newer Schalter ({}): run that version or restore a backup",
            unknown.join(", ")
        )));
    }
    Ok(applied == known)
}
