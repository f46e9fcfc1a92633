//! Which comments of a ticket are shown whole, which in one line, and how many are folded away: the page opens at what is
//! new. Pure.

use chrono::{DateTime, Utc};

/// So many comments are read from the end of the conversation.
pub(crate) const TAIL: usize = 12;

/// A comment, as far as it matters here.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Post {
    pub(crate) at: DateTime<Utc>,
    pub(crate) own: bool,
}

/// What is shown of a conversation. The places count in what was read from its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fold {
    /// Whether the very first comment stands in front, in one line: it is not among those from the end.
    pub(crate) first: bool,
    /// How many comments between that and the others are folded away.
    pub(crate) hidden: u64,
    /// The first of the end that is shown, in one line unless `whole` says the same.
    pub(crate) from: usize,
    /// The first one that is shown whole.
    pub(crate) whole: usize,
    /// The first one that is new; none, if it is as many as there are.
    pub(crate) new: usize,
}

/// Folds a conversation of `total` comments of which `posts` are the last. What the reader has not read is whole, and so is
/// the comment before it; whoever has read everything sees the last two. Whoever was never here sees as much as there is.
pub(crate) fn fold(total: u64, posts: &[Post], read_until: Option<DateTime<Utc>>) -> Fold {
    let count = posts.len();
    let before = total.saturating_sub(count as u64);
    let is_new = |post: &Post| read_until.is_some_and(|until| post.at > until) && !post.own;
    let new = posts.iter().position(is_new).unwrap_or(count);
    let whole = match read_until {
        None => 0,
        Some(_) if new == count => count.saturating_sub(2),
        Some(_) => new.saturating_sub(1),
    };
    // The one before is the last that was read, in one line.
    let from = whole.saturating_sub(1);
    let left = before + from as u64;
    match left {
        0 => Fold { first: false, hidden: 0, from: 0, whole, new },
        // A fold of one or two lines saves nothing.
        1..=3 if before == 0 => Fold { first: false, hidden: 0, from: 0, whole, new },
        _ => Fold { first: true, hidden: left - 1, from, whole, new },
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, TimeDelta, Utc};

    use super::{Fold, Post, fold};

    fn at(minute: usize) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::minutes(i64::try_from(minute).unwrap_or(0))
    }

    /// One comment a minute; `own` are the reader's.
    fn posts(count: usize, own: &[usize]) -> Vec<Post> {
        (0..count).map(|minute| Post { at: at(minute), own: own.contains(&minute) }).collect()
    }

    #[test]
    fn a_conversation_opens_at_what_is_new() {
        let shown = |first, hidden, from, whole, new| Fold { first, hidden, from, whole, new };
        for (what, total, count, own, read, expected) in [
            ("nothing", 0, 0, &[][..], None, shown(false, 0, 0, 0, 0)),
            ("the first visit", 1, 1, &[], None, shown(false, 0, 0, 0, 1)),
            ("the first visit of a long one", 40, 12, &[], None, shown(true, 27, 0, 0, 12)),
            ("all is read", 3, 3, &[], Some(9), shown(false, 0, 0, 1, 3)),
            ("a short one with news", 4, 4, &[], Some(2), shown(false, 0, 0, 2, 3)),
            ("fifteen, the last is new", 15, 12, &[], Some(13), shown(true, 11, 9, 10, 11)),
            ("all of fifteen is read", 15, 12, &[], Some(20), shown(true, 11, 9, 10, 12)),
            ("one's own words are not new", 15, 12, &[11], Some(13), shown(true, 11, 9, 10, 12)),
            ("six, all read", 6, 6, &[], Some(9), shown(false, 0, 0, 4, 6)),
            ("eight, all read", 8, 8, &[], Some(9), shown(true, 4, 5, 6, 8)),
        ] {
            // What was read from the end begins later than the conversation.
            let skipped = total - count;
            let posts: Vec<Post> = posts(total, own).split_off(skipped);
            let own_moved: Vec<Post> = posts
                .iter()
                .enumerate()
                .map(|(place, post)| Post { own: own.contains(&place), ..*post })
                .collect();
            let folded = fold(total as u64, &own_moved, read.map(at));
            assert_eq!(folded, expected, "{what}");
        }
    }
}
