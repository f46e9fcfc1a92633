//! Whose words stand below the head of a mail that is passed on in the text of another.
//!
//! What the one who passes it on wrote must never be shown as the words of its writer. So these count as theirs only if
//! - both halves of the mail, text and HTML, say the same,
//! - nobody else signs there,
//! - a mark tells where the mail ends, or its writer takes leave there and nothing stands below,
//!
//! and only those above an older mail that is quoted, which has to follow their leave, if they take one. In every other case nobody knows,
//! and all of it is for the staff alone.

use super::{
    answer_html::letters,
    forward_end, forward_html,
    forward_leave::has_two_leaves,
    forward_signs::{Signer, ends_with_picture},
    html,
    quote::{self, Doubt, PassedOn},
};

/// Who may have written what stands below the head of a mail that is passed on.
pub(super) struct Signers {
    /// The one who passes it on.
    pub(super) by: Option<Signer>,
    /// Its writer.
    pub(super) writer: Option<Signer>,
}

impl Signers {
    /// Whether something stands below the leave of the writer; `None`: they take none.
    fn has_more_below_leave(&self, lines: &[&str]) -> Option<bool> {
        let (Some(by), Some(writer)) = (&self.by, &self.writer) else { return None };
        writer.has_more_below_leave(lines, by)
    }

    /// Whether somebody else signs these words: some programs put the cursor into the element that holds the mail.
    fn has_another(&self, lines: &[&str]) -> bool {
        let is_signed = |by: &Signer| by.wrote_in(lines, self.writer.as_ref());
        self.by.as_ref().is_some_and(is_signed) || has_two_leaves(lines)
    }

    fn has_another_in_html(&self, mail: &str) -> bool {
        self.by.as_ref().is_some_and(|by| by.has_html_signature(mail, self.writer.as_ref()))
    }
}

/// What stands below the head.
pub(super) struct Parted {
    /// The text of the mail.
    pub(super) text: String,
    /// What stands below that: an older mail that it quotes, and what the one who passes it on wrote.
    pub(super) behind: String,
    /// The mail as HTML.
    pub(super) html: Option<String>,
    /// Whether words of the one who passes it on may be in it, since nothing tells that they are not.
    pub(super) is_end_unknown: bool,
}

/// Parts what stands below the head of a mail. `lines` are those of the text in which that was found, `source` is the other half;
/// `is_theirs` tells whether a head names the same writer.
pub(super) fn parted(
    (head, lines): (&PassedOn<'_>, &[&str]),
    source: Option<&str>,
    is_theirs: impl Fn(&str) -> bool,
    signers: &Signers,
) -> Parted {
    let halves = source.and_then(forward_end::split);
    let marked = marked(head, halves.map(|(_, below)| below));
    let is_marked = marked.is_some();
    let (text, behind) = marked.unwrap_or_else(|| (head.text.clone(), head.behind.clone()));
    let below = Below {
        head: (head, lines.get(head.start..head.begins).unwrap_or_default()),
        text: &text,
        behind: &behind,
        mail: halves.map_or(source, |(mail, _)| Some(mail)),
        is_held: halves.is_some(),
        is_marked,
    };
    // Nothing tells which part of the HTML is the mail, if not all of the rest is.
    let mail = below.mail.filter(|_| below.is_held || is_blank(&behind));
    let html = mail.and_then(|mail| forward_html::of(mail, &text.join("\n"), &is_theirs));
    let Some(end) = below.known(signers) else {
        return Parted { text: text.join("\n"), behind: behind.join("\n"), html, is_end_unknown: true };
    };
    let (newest, older) = text.split_at_checked(end).unwrap_or_default();
    let newest = newest.join("\n");
    // A picture between their leave and an older mail may be of anybody.
    let html = html.filter(|_| is_marked || is_blank(older));
    let html = html.and_then(|html| forward_html::newest(&html, &newest));
    let behind = [older, &behind].concat().join("\n");
    Parted { text: newest, behind, html, is_end_unknown: false }
}

/// The lines of the mail and those behind it, if the marks of a quote, a line that says so, or the HTML tell where it ends; `below` is
/// what the HTML has behind the element that holds it.
fn marked<'a>(head: &PassedOn<'a>, below: Option<&str>) -> Option<(Vec<&'a str>, Vec<&'a str>)> {
    if head.ended {
        return Some((head.text.clone(), head.behind.clone()));
    }
    let below = html::visible(below?).replace(html::QUOTE_BEGINS, "");
    if letters(&below).is_empty() {
        return Some((head.text.clone(), Vec::new()));
    }
    let (text, behind) = head.text.split_at_checked(forward_end::cut(&head.text, &below)?)?;
    Some((text.to_vec(), behind.to_vec()))
}

/// What was found below a head.
#[derive(Clone, Copy)]
struct Below<'l, 'a> {
    /// The head, and its lines.
    head: (&'l PassedOn<'a>, &'l [&'a str]),
    /// The lines of the mail, as far as its end has a mark, or else all of them.
    text: &'l [&'a str],
    /// Those behind it.
    behind: &'l [&'a str],
    /// The HTML of the mail with its head.
    mail: Option<&'l str>,
    /// Whether an element holds that, and nothing else.
    is_held: bool,
    /// Whether the end of the mail has a mark.
    is_marked: bool,
}

impl Below<'_, '_> {
    /// How many lines are known to be words of the writer.
    fn known(&self, signers: &Signers) -> Option<usize> {
        let is_doubtful = match self.head.0.doubt {
            Some(Doubt::Head) => true,
            Some(Doubt::Mark) => !self.is_marked,
            None => false,
        };
        let end = quote::newest(self.text).filter(|_| !is_doubtful)?;
        let (newest, older) = self.text.split_at_checked(end)?;
        let ends = |lines: &[&str]| match signers.has_more_below_leave(lines) {
            Some(has_more) => !has_more || (self.is_marked && is_blank(older)),
            None => self.is_marked,
        };
        let is_theirs = |lines: &[&str]| ends(lines) && !signers.has_another(lines);
        if !is_theirs(newest) {
            return None;
        }
        let Some(mail) = self.mail else { return Some(end) };
        let half = Half::of_html(mail).filter(|half| self.says(half))?;
        let lines: Vec<&str> = half.newest.iter().map(String::as_str).collect();
        let may_end_with_picture = !self.is_marked && is_blank(older) && ends_with_picture(mail);
        (is_theirs(&lines) && !may_end_with_picture && !signers.has_another_in_html(mail)).then_some(end)
    }

    /// Whether the text says what the other half of the mail does.
    fn says(&self, html: &Half) -> bool {
        // Where no element of the HTML holds the mail, all that stands below is compared.
        let below = if self.is_held { self.text.to_vec() } else { [self.text, self.behind].concat() };
        Half::of(self.head.1, &below).is_some_and(|text| text.is_same(html))
    }
}

/// What one half of a mail has below a head.
struct Half {
    /// What it says with that head, up to an older mail that it quotes.
    all: String,
    /// The same without the head.
    said: String,
    /// The lines of that.
    newest: Vec<String>,
}

impl Half {
    fn of(head: &[&str], below: &[&str]) -> Option<Self> {
        let newest = below.get(..quote::newest(below)?)?;
        let read = |lines: &[&str]| forward_html::said(&lines.join("\n"));
        let newest_lines = newest.iter().map(|line| (*line).to_owned()).collect();
        Some(Self { all: read(&[head, newest].concat()), said: read(newest), newest: newest_lines })
    }

    fn of_html(source: &str) -> Option<Self> {
        let rendered = html::render(source).replace(html::QUOTE_BEGINS, "");
        let lines: Vec<&str> = rendered.lines().map(str::trim_end).collect();
        let head = quote::passed_on(&lines)?;
        Self::of(lines.get(head.start..head.begins)?, &[head.text, head.behind].concat())
    }

    /// Whether both say the same. Where nothing sets them apart, a line of the text may be taken for one of the head.
    fn is_same(&self, other: &Self) -> bool {
        self.all.ends_with(&other.said) && other.all.ends_with(&self.said)
    }
}

fn is_blank(lines: &[&str]) -> bool {
    lines.iter().all(|line| line.trim().is_empty())
}
