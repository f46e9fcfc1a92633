//! Which mails a letter belongs to: `Message-ID`, `In-Reply-To`, `References` (pure).

/// How many references are kept; the first and the newest matter, the ones between only grow the header.
const MOST: usize = 20;
/// Longest id that is carried on; a header line ends at 998 characters.
const LONGEST: usize = 250;

/// The threading headers of a mail, ready to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thread {
    /// `<id>` of the mail itself.
    pub message_id: String,
    /// `<id>` of the mail it follows.
    pub in_reply_to: Option<String>,
    /// `<id> <id> …`, oldest first.
    pub references: Option<String>,
}

/// The headers for a mail with this id that follows the given ones, oldest first, all without angle brackets.
///
/// References come from strangers' mails: what is no id, or would break the header, is left out. `None` when the mail's
/// own id is no id.
#[must_use]
pub fn thread(message_id: &str, references: &[String]) -> Option<Thread> {
    let own = bracketed(message_id)?;
    let mut known: Vec<String> = Vec::new();
    for id in references.iter().filter_map(|id| bracketed(id)) {
        if id != own && !known.contains(&id) {
            known.push(id);
        }
    }
    if known.len() > MOST {
        known.drain(1..=known.len() - MOST);
    }
    Some(Thread {
        message_id: own,
        in_reply_to: known.last().cloned(),
        references: (!known.is_empty()).then(|| known.join(" ")),
    })
}

fn bracketed(id: &str) -> Option<String> {
    let id = id.trim();
    let fits = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'<' | b'>' | b'(' | b')' | b'"' | b',');
    (id.len() <= LONGEST && id.contains('@') && id.bytes().all(fits)).then(|| format!("<{id}>"))
}
