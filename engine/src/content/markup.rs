//! Plain text as HTML: paragraphs, line breaks, indentation, links, and code in letters of one width; everything else as it was
//! written.

use std::{ops::Range, sync::LazyLock};

use linkify::{LinkFinder, LinkKind};

use super::code;

/// How links are marked, the same as in sanitised HTML.
pub(super) const LINK_REL: &str = "noopener noreferrer nofollow";

/// So many links of a text are shown as links; further ones stay as they were written. Each takes ten times its own length.
pub(super) const MOST_LINKS: usize = 1_000;

/// Where the HTML of a text has this many bytes, blanks and tabs stand in it as they are: a tab that is shown as wide as it was
/// takes nineteen.
const WIDEST: usize = 2_000_000;

/// The beginning of a text of at most so many characters, to the end of a line where one ends near; nothing if all of it
/// is within.
#[must_use]
pub fn beginning(text: &str, characters: usize) -> Option<&str> {
    let (end, _) = text.char_indices().nth(characters)?;
    let within = text.get(..end)?;
    let line = within.rfind('\n').filter(|line| *line > end / 2);
    line.map_or(Some(within), |line| within.get(..line))
}

/// HTML of a plain text. The result is safe wherever flow content may stand: whatever the text holds is escaped. Code and logs
/// stand in letters of one width, as they were written.
#[must_use]
pub fn html_of_text(text: &str) -> String {
    html_of(text, code::runs)
}

/// The same with everything as prose, as it was before code was told apart.
#[must_use]
pub(crate) fn html_of_prose(text: &str) -> String {
    html_of(text, |_| Vec::new())
}

fn html_of(text: &str, runs: impl Fn(&[&str]) -> Vec<Range<usize>>) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let lines: Vec<&str> = text.split('\n').collect();
    let mut html = String::with_capacity(text.len() + text.len() / 8 + 16);
    let (mut from, mut left) = (0, MOST_LINKS);
    for run in runs(&lines) {
        push_prose(&mut html, &lines[from..run.start], &mut left);
        html.push_str("<pre>");
        for (at, line) in lines[run.clone()].iter().enumerate() {
            if at > 0 {
                html.push('\n');
            }
            push_line(&mut html, line.trim_end(), push_code, &mut left);
        }
        html.push_str("</pre>\n");
        from = run.end;
    }
    push_prose(&mut html, &lines[from..], &mut left);
    html.truncate(html.trim_end().len());
    html
}

/// Paragraphs, each with a blank line behind it. `left`: how many links may still be shown as such.
fn push_prose(html: &mut String, lines: &[&str], left: &mut usize) {
    let mut in_paragraph = false;
    for line in lines {
        if line.trim().is_empty() {
            if in_paragraph {
                html.push_str("</p>\n");
            }
            in_paragraph = false;
            continue;
        }
        html.push_str(if in_paragraph { "<br>\n" } else { "<p>" });
        in_paragraph = true;
        push_line(html, line.trim_end(), push_text, left);
    }
    if in_paragraph {
        html.push_str("</p>\n");
    }
}

/// Writes a piece of a line; the last argument says whether it begins it.
type Push = fn(&mut String, &str, bool);

fn push_line(html: &mut String, line: &str, push: Push, left: &mut usize) {
    let mut end = 0;
    for link in links(line).take(*left) {
        *left = left.saturating_sub(1);
        push(html, &line[end..link.place.start], end == 0);
        let shown = &line[link.place.clone()];
        html.push_str("<a href=\"");
        html.push_str(link.scheme);
        push_escaped(html, shown);
        html.push_str("\" rel=\"");
        html.push_str(LINK_REL);
        html.push_str("\">");
        push_escaped(html, shown);
        html.push_str("</a>");
        end = link.place.end;
    }
    push(html, &line[end..], end == 0);
}

/// Code as it is: there a browser keeps blanks and tabs.
fn push_code(html: &mut String, text: &str, _: bool) {
    for letter in text.chars() {
        if letter == '\t' {
            html.push('\t');
        } else {
            push_letter(html, letter);
        }
    }
}

/// Where a link within quotation marks ends that are not those of ASCII.
const QUOTES: [char; 5] = ['„', '“', '”', '«', '»'];

/// A link in a text: where it stands, and the scheme that has to be put before it.
#[derive(Debug)]
pub(super) struct Link {
    pub(super) place: Range<usize>,
    pub(super) scheme: &'static str,
}

/// The links of a text in their order: addresses of the web, also those that begin with `www.`, and of mail.
pub(super) fn links(text: &str) -> impl Iterator<Item = Link> {
    static FINDER: LazyLock<LinkFinder> = LazyLock::new(|| {
        let mut finder = LinkFinder::new();
        finder.kinds(&[LinkKind::Url, LinkKind::Email]).url_must_have_scheme(false);
        finder
    });
    FINDER.links(text).filter_map(|found| {
        let shown = found.as_str().split(QUOTES).next().unwrap_or_default();
        let begins = |with: &str| shown.get(..with.len()).is_some_and(|is| is.eq_ignore_ascii_case(with));
        let scheme = match found.kind() {
            LinkKind::Email => "mailto:",
            _ if begins("https://") || begins("http://") => "",
            _ if begins("www.") => "https://",
            _ => return None,
        };
        Some(Link { place: found.start()..found.start() + shown.len(), scheme })
    })
}

/// Text with its indentation: blanks at the start of a line and runs of them survive.
fn push_text(html: &mut String, text: &str, at_start: bool) {
    let mut after_blank = at_start;
    for letter in text.chars() {
        match letter {
            ' ' if after_blank && html.len() < WIDEST => html.push_str("&nbsp;"),
            ' ' => html.push(' '),
            '\t' if html.len() >= WIDEST => html.push('\t'),
            '\t' => html.push_str("&nbsp;&nbsp;&nbsp; "),
            _ => push_letter(html, letter),
        }
        after_blank = letter == ' ' || letter == '\t';
    }
}

fn push_escaped(html: &mut String, text: &str) {
    for letter in text.chars() {
        push_letter(html, letter);
    }
}

fn push_letter(html: &mut String, letter: char) {
    match letter {
        '&' => html.push_str("&amp;"),
        '<' => html.push_str("&lt;"),
        '>' => html.push_str("&gt;"),
        '"' => html.push_str("&quot;"),
        '\'' => html.push_str("&#39;"),
        // Browsers would replace or drop them.
        _ if letter.is_control() => {}
        _ => html.push(letter),
    }
}
