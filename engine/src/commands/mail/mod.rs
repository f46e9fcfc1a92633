//! Mails on their way in: kept raw, entered in the ledger, and made a ticket, a comment or a note of a failed delivery.
//!
//! `receive` is the way of every mail. `pointers` finds what `routing` decides on, by reply addresses with `signed` and by the ids of mails with `threads`; then `join` adds the mail to a ticket
//! or `open` makes it one (also where `late` finds that the ticket was closed too long ago), for the person that `behalf` finds, or `passed_on` one for each whose mail the staff pass on, where that does not answer a ticket (`enclosed`); `replies` notes where letters go. `hold` keeps back what strangers send too much of, until the staff `release` or `discard` it.
//! `bounce` is the way of failed deliveries; `ledger` knows every mail that ever came. What a mail *is* (automatic, a
//! bounce, quoted text) was read out of it by the transport; what *follows* is decided here and in [`crate::incoming`].

mod abandoned;
mod behalf;
mod bounce;
mod copied;
mod copy;
mod discard;
mod enclosed;
mod hold;
mod join;
mod late;
mod ledger;
mod mailbox;
mod mailboxes;
mod open;
mod passed_on;
mod pointers;
mod receive;
mod release;
mod replies;
mod resend;
mod ruled;
mod sender;
mod sight;
mod signed;
mod threads;
mod title;
