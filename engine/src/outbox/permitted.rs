//! Asks the policy once more when a letter is written: whoever lost the sight of a ticket while it waited gets nothing.

use crate::{
    content::address,
    engine::Engine,
    error::Result,
    model::{LetterKind, UNKNOWN_SENDER, Withdrawn},
    store::{
        entity::{letter, ticket},
        in_sight,
        letters::{self, recipients::Recipient},
        visible::Visible,
    },
};

/// Whether a letter may go out.
pub(super) enum Permitted {
    /// It may; with the ticket that it is about, if it is about one.
    Yes(Option<Box<ticket::Model>>),
    /// It must not.
    No(Withdrawn),
}

/// Whether a letter may go out to its recipient as they are now.
pub(super) async fn permitted(engine: &Engine, row: &letter::Model, to: &Recipient) -> Result<Permitted> {
    let account = &to.account;
    if account.email == UNKNOWN_SENDER {
        return Ok(Permitted::No(Withdrawn::NoAddress));
    }
    if !account.active {
        return Ok(Permitted::No(Withdrawn::SwitchedOff));
    }
    let of_former = kind(row) == LetterKind::AddressChanged;
    if !address::is_usable(if of_former { &row.address } else { &account.email }) {
        return Ok(Permitted::No(Withdrawn::NoAddress));
    }
    // Letters about an account are what makes an address work again.
    let Some(id) = row.ticket_id else { return Ok(Permitted::Yes(None)) };
    if to.came_back {
        return Ok(Permitted::No(Withdrawn::Undeliverable));
    }
    let db = engine.database().ro();
    let actor = engine.actor_of(account.id.into()).await?;
    let visible = Visible::to(&actor);
    let Some(ticket) = in_sight::ticket(db, visible, id).await? else {
        return Ok(Permitted::No(Withdrawn::TicketHidden));
    };
    // The other kinds tell of the ticket itself; only this one has nothing to say without its comments.
    let comments = letters::told(row)?.comments;
    let needs_them = !comments.is_empty() && kind(row) == LetterKind::Changed;
    if needs_them && !in_sight::is_any_comment(db, visible, &comments).await? {
        return Ok(Permitted::No(Withdrawn::CommentHidden));
    }
    Ok(Permitted::Yes(Some(Box::new(ticket))))
}

fn kind(row: &letter::Model) -> LetterKind {
    LetterKind::parse(&row.kind).unwrap_or(LetterKind::Changed)
}
