//! The shape of the database, one change per file, oldest first; imports nothing of ours.
//!
//! A file is never edited after a release: the next file adds, a later one removes. Every
//! constraint and index has a name, so that a violation can be turned into the name of a field.
//! The SQL is plain and the same for SQLite and PostgreSQL wherever both understand it.
//!
//! Column types that only look foreign to SQLite: `UUID` holds the 16 bytes, `TIMESTAMPTZ` holds
//! RFC 3339 text in UTC, which sorts as time does. No column has a time of the database's own:
//! time comes from the engine's clock.

mod change;
mod m20261123_000001_organisations;
mod m20261123_000002_accounts;
mod m20261123_000003_sessions;
mod m20261123_000004_queues;
mod m20261123_000005_tickets;
mod m20261123_000006_comments;
mod m20261123_000007_journal;
mod m20261123_000008_outbox;
mod m20261123_000009_incoming_mail;
mod m20261123_000010_housekeeping;
mod m20261123_000011_search;
mod m20261125_000012_rights;
mod m20261125_000013_ticket_tally;
mod m20261125_000014_folded_names;
mod m20261125_000015_ticket_orders;
mod m20261125_000016_unassigned;
mod m20261128_000020_timer_faults;
mod m20261128_000021_raw_mails;
mod m20261128_000023_mail_server;
mod m20261128_000027_mail_ledger;
mod m20261128_000031_user_names;
mod m20261128_000032_idempotency_content;
mod m20261128_000033_audit;
mod m20261128_000034_joined_by_domain;
mod m20261128_000040_drafts;
mod m20261128_000043_public_face;
mod m20261128_000044_unseen;
mod m20261128_000060_sharing;
mod m20261128_000061_private_tickets;
mod m20261128_000062_watchers;
mod m20261128_000063_external_ids;
mod m20261128_000070_sort_keys;
mod m20261128_000071_search_by_letter;
mod m20261128_000072_views;
mod m20261128_000073_text_blocks;
mod m20261128_000074_email_templates;
mod m20261128_000080_agreements;
mod m20261128_000081_ticket_status;
mod m20261128_000082_ticket_clocks;
mod m20261128_000083_reply_addresses;
mod m20261128_000084_more_in_mail;
mod m20261128_000085_foreign_numbers;
mod m20261128_000090_session_renewal;
mod m20261128_000091_chosen;
mod m20261128_000092_draft_order;
mod m20261128_000100_ticket_links;
mod m20261128_000101_redaction;
mod m20261128_000102_merges;
mod m20261128_000110_queue_settings;
mod m20261128_000111_draft_note;
mod m20261128_000150_presence;
mod m20261128_000151_notices;
mod m20261128_000152_whole_texts;
mod m20261128_000190_held_back;
mod m20261128_000195_read_until;
mod m20261128_000196_mentions;
mod m20261128_000200_ended_at;
mod m20261128_000210_addresses;
mod m20261128_000211_account_merges;
mod m20261128_000220_undeliverable;
mod m20261128_000230_memberships;
mod m20261128_000240_ratings;
mod m20261128_000241_notifications;
mod m20261128_000250_sent_answers;
mod m20261128_000270_at_risk;
mod m20261129_000280_mail_grants;
mod m20261129_000290_identities;
mod m20261129_000300_second_factors;
mod m20261129_000310_granted_roles;
mod m20261129_000320_passkeys;
mod m20261129_000321_password_allowed;
mod m20261129_000330_mailbox_faults;
mod m20261129_000331_letter_timeline;
mod m20261129_000340_mail_times;
mod m20261129_000350_risk_by_queue;
mod m20261129_000351_unanswered_by_status;
mod m20261129_000360_letter_notice;
mod m20261129_000361_mail_server_fault;
mod m20261129_000370_journal_readers;
mod m20261129_000380_confirmed_devices;
mod m20261129_000390_digest_last;
mod m20261129_000391_mailbox_definitions;
mod m20261129_000400_mail_by_id;
mod m20261130_000411_mailbox_calls;
mod m20261130_000412_mailbox_providers;
mod m20261130_000421_mailbox_rules;
mod m20261130_000431_account_seen;
mod m20261130_000432_grant_servers;
mod m20261130_000433_people_lists;
mod m20261130_000441_ticket_follow_up;
mod m20261130_000442_mail_authentication;
mod m20261130_000450_answered_mails;
mod m20261130_000480_mail_comments;
mod m20261130_000481_former_mailboxes;
mod m20261130_000487_former_mailboxes_of_the_file;
mod m20261130_000488_absences;
mod m20261130_000503_account_phones;
mod m20261130_000504_memos;
mod m20261130_000504_personal_signatures;
mod m20261130_000505_draft_files;
mod up;

pub use up::{Migrator, is_current, is_new, up};
