//! Asks the policy once more when a letter is written: whoever lost the sight of a ticket while it waited gets nothing.

use crate::{
    content::address,
    engine::Engine,
    error::Result,
    model::{LetterKind, UNKNOWN_SENDER, Withdrawn},
    store::{
        entity::{account, letter},
        in_sight, letters, reply_addresses, undeliverable,
        visible::Visible,
    },
};

/// Why a letter must not go out; `None`: it may.
pub(super) async fn withdrawn(
    engine: &Engine,
    row: &letter::Model,
    account: &account::Model,
) -> Result<Option<Withdrawn>> {
    if account.email == UNKNOWN_SENDER {
        return Ok(Some(Withdrawn::NoAddress));
    }
    if !account.active {
        return Ok(Some(Withdrawn::SwitchedOff));
    }
    let of_former = kind(row) == LetterKind::AddressChanged;
    if !address::is_usable(if of_former { &row.address } else { &account.email }) {
        return Ok(Some(Withdrawn::NoAddress));
    }
    // Letters about an account are what makes an address work again.
    let Some(id) = row.ticket_id else { return Ok(None) };
    let db = engine.database().ro();
    let asked = reply_addresses::of(db, id, account.id).await?;
    if undeliverable::is_marked(db, asked.as_ref().unwrap_or(&account.email)).await? {
        return Ok(Some(Withdrawn::Undeliverable));
    }
    let actor = engine.actor_of(account.id.into()).await?;
    let visible = Visible::to(&actor);
    if in_sight::ticket(db, visible, id).await?.is_none() {
        return Ok(Some(Withdrawn::TicketHidden));
    }
    // The other kinds tell of the ticket itself; only this one has nothing to say without its comments.
    let comments = letters::told(row)?.comments;
    let needs_them = !comments.is_empty() && kind(row) == LetterKind::Changed;
    if needs_them && !in_sight::is_any_comment(db, visible, &comments).await? {
        return Ok(Some(Withdrawn::CommentHidden));
    }
    Ok(None)
}

fn kind(row: &letter::Model) -> LetterKind {
    LetterKind::parse(&row.kind).unwrap_or(LetterKind::Changed)
}
