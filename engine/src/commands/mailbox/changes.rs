//! What the audit log says of a mailbox; never its password.

use crate::{
    blobs::sha256_hex,
    error::Result,
    model::{AfterFetch, Change, OldMail},
    store::{
        entity::{mailbox_definition, queue},
        mailbox_rules,
    },
};

/// So much of a digest tells one thing from another.
const DIGEST: usize = 16;

/// A row of a mailbox with the queue that it feeds.
pub(super) type Fed<'r> = (&'r mailbox_definition::Model, &'r queue::Model);

/// What is different; of a password, that it is another.
pub(super) fn changes(
    before: Option<Fed<'_>>,
    after: Option<Fed<'_>>,
    queues: &[queue::Model],
) -> Result<Vec<Change>> {
    let usual = AfterFetch::Mark.as_str();
    let told = |fed: Option<Fed<'_>>| {
        let row = fed.map(|(row, _)| row);
        let flag = |of: fn(&mailbox_definition::Model) -> bool| row.map(|row| of(row).to_string());
        [
            ("queue", fed.map(|(_, queue)| queue.name.clone())),
            ("host", row.and_then(|row| row.host.clone())),
            ("port", row.and_then(|row| row.port).map(|port| port.to_string())),
            ("security", row.and_then(|row| row.security.clone())),
            ("user", row.and_then(|row| row.login.clone())),
            ("oauth", row.and_then(|row| row.oauth.clone())),
            ("folder", row.and_then(|row| row.folder.clone())),
            ("afterFetch", row.map(|row| row.after_fetch.clone()).filter(|word| *word != usual)),
            ("moveTo", row.and_then(|row| row.move_to.clone())),
            ("onlyNewerThan", row.and_then(|row| row.only_newer_than.clone())),
            ("oldMail", row.map(|row| row.old_mail.clone()).filter(|word| *word != OldMail::Quiet.as_str())),
            ("replies", row.map(|row| row.replies.clone())),
            ("plusAddressing", flag(|row| row.plus_addressing)),
            ("ccWatches", flag(|row| row.cc_watches)),
            ("reopenDays", row.and_then(|row| row.reopen_days).map(|days| days.to_string())),
            ("paused", flag(|row| row.paused)),
        ]
    };
    let pairs = told(before).into_iter().zip(told(after)).filter(|((_, from), (_, to))| from != to);
    let mut changes: Vec<Change> =
        pairs.map(|((field, from), (_, to))| Change { field: field.to_owned(), from, to }).collect();
    let rules =
        |fed: Option<Fed<'_>>| mailbox_rules::told(fed.and_then(|(row, _)| row.rules.as_deref()), queues);
    let certificates =
        |fed: Option<Fed<'_>>| fed.and_then(|(row, _)| row.certificates.as_deref().map(digest));
    let further = [
        ("certificates", certificates(before), certificates(after)),
        ("rules", rules(before)?, rules(after)?),
    ];
    let different = further.into_iter().filter(|(_, from, to)| from != to);
    changes.extend(different.map(|(field, from, to)| Change { field: field.to_owned(), from, to }));
    let password = |fed: Option<Fed<'_>>| fed.and_then(|(row, _)| row.password.clone());
    if password(after).is_some() && password(before) != password(after) {
        changes.push(Change { field: "password".to_owned(), from: None, to: None });
    }
    if let (false, Some((row, _))) = (changes.is_empty(), after.or(before)) {
        let address = || Some(row.address.clone());
        let (from, to) = (before.and_then(|_| address()), after.and_then(|_| address()));
        let named = if from == to { (None, to) } else { (from, to) };
        changes.insert(0, Change { field: "mailbox".to_owned(), from: named.0, to: named.1 });
    }
    Ok(changes)
}

/// What tells certificates from others, without their length.
fn digest(certificates: &str) -> String {
    format!("SHA-256 {}…", sha256_hex(certificates.as_bytes()).chars().take(DIGEST).collect::<String>())
}
