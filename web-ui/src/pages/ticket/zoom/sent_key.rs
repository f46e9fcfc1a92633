//! The key under which an answer is sent: the same in every window of a person until something of theirs was sent, so that
//! two windows with the same text send it once.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

use super::answer::{Event, Ticket};
use crate::{random, visitor::Viewer};

/// What takes comments out of a ticket or brings some: the key before such a thing is not to come back after it.
const MOVES: [&str; 4] = ["REDACTED", "MERGED", "UNMERGED", "SPLIT"];

/// The key of what the viewer writes next.
pub(super) fn of(viewer: &Viewer, ticket: &Ticket) -> String {
    let comments = ticket.comments.nodes.iter();
    let own = comments.rev().find(|comment| comment.author.id == viewer.id);
    let own = own.map(|comment| comment.id.as_str()).unwrap_or_default();
    // Of a long history the end alone is known: then its beginning stands for what came before.
    let events = &ticket.events.nodes;
    let last = events.iter().rev().find(|event| counts(&viewer.id, event)).or_else(|| events.first());
    let number = ticket.number.to_string();
    last.map_or_else(random::word, |last| {
        print(&[viewer.id.as_str(), number.as_str(), own, last.cursor.as_str()])
    })
}

fn counts(viewer: &str, event: &Event) -> bool {
    let by = event.actor.as_ref().and_then(|actor| actor.id.as_deref());
    let own = event.kind == "COMMENTED" && by == Some(viewer);
    own || MOVES.contains(&event.kind.as_str())
}

fn print(parts: &[&str]) -> String {
    let digest = Sha256::digest(parts.join(" "));
    digest.iter().take(16).fold(String::new(), |mut word, byte| {
        let _ = write!(word, "{byte:02x}");
        word
    })
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::pages::ticket::zoom::answer::Doer;

    fn event(kind: &str, by: &str) -> Event {
        Event {
            cursor: "c".to_owned(),
            kind: kind.to_owned(),
            at: DateTime::UNIX_EPOCH,
            comment: None,
            actor: Some(Doer { id: Some(by.to_owned()), name: "Jana".to_owned() }),
            changes: Vec::new(),
        }
    }

    #[test]
    fn own_comments_and_what_moves_comments_make_another_key() {
        assert!(counts("a", &event("COMMENTED", "a")));
        assert!(!counts("a", &event("COMMENTED", "b")), "what others write leaves the key");
        assert!(!counts("a", &event("STATUS_CHANGED", "a")), "so does what is no comment");
        assert!(counts("a", &event("REDACTED", "b")));
    }

    #[test]
    fn a_key_is_the_same_word_for_the_same_things() {
        assert_eq!(print(&["a", "1", "", "c"]), print(&["a", "1", "", "c"]));
        assert_ne!(print(&["a", "1", "", "c"]), print(&["a", "1", "", "d"]));
        assert_eq!(print(&["a"]).len(), 32);
    }
}
