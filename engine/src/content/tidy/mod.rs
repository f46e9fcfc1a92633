//! Rewrites a stranger's HTML so that parsing it costs no more than its length: well nested, not deep, known tags alone.
//!
//! The parser of HTML follows browsers, and some of what browsers do is quadratic: a megabyte of `<div>` keeps it busy for
//! half a minute, and formatting that is never closed is repeated in every later block. This pass reads the text once and
//! writes every start tag with its end tag, in an order in which the parser has nothing to mend. It is no sanitiser and
//! need not understand HTML as browsers do: what it writes is sanitised afterwards, and what it misreads only looks odd.

mod elements;
mod hidden;
mod tag;

use elements::{
    BLOCKS, DEEPEST, FORMATTING, MOST_FORMATTING, SIBLINGS, SKIPPED, TABLE_PARTS, VOID, WALLS, known,
};
use tag::Tag;

/// The attribute that keeps the address of a picture elsewhere; no browser loads it.
pub(super) const REMOTE: &str = "data-remote";

/// What becomes of elements that no program shows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Hidden {
    /// They are dropped with all that is in them.
    Drop,
    /// They stay, and are seen.
    Keep,
}

/// What becomes of the address of a picture that is kept elsewhere.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Elsewhere {
    /// It goes.
    Drop,
    /// It stays, in an attribute that nothing loads.
    Keep,
}

/// The HTML in a form that is parsed in one go.
pub(super) fn tidy(html: &str, unseen: Hidden, elsewhere: Elsewhere) -> String {
    let capacity = html.len() + html.len() / 4;
    let mut writer = Writer { html: String::with_capacity(capacity), open: Vec::new(), elsewhere };
    // Elements to skip of which no end was found; none will be found later either.
    let mut endless = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        writer.html.push_str(&rest[..at]);
        rest = &rest[at..];
        let Some((tag, behind)) = Tag::read(rest) else {
            writer.html.push_str("&lt;");
            rest = &rest[1..];
            continue;
        };
        rest = behind;
        match tag {
            Tag::Start { name, .. } if SKIPPED.contains(&name.as_str()) => {
                if endless.contains(&name) {
                    continue;
                }
                match tag::behind_end_of(&name, rest) {
                    Some(behind) => rest = behind,
                    None => endless.push(name),
                }
            }
            Tag::Start { name, attributes }
                if unseen == Hidden::Drop
                    && !VOID.contains(&name.as_str())
                    && !endless.contains(&name)
                    && hidden::is_hidden(&attributes) =>
            {
                if let Some(behind) = hidden::behind(&name, rest) {
                    rest = behind;
                } else {
                    writer.start(&name, &attributes);
                    endless.push(name);
                }
            }
            Tag::Start { name, attributes } => writer.start(&name, &attributes),
            Tag::End { name } => writer.end(&name),
            Tag::Comment => {}
        }
    }
    writer.html.push_str(rest);
    writer.close_to(0);
    writer.html
}

/// What was written so far, and what is open in it.
struct Writer {
    html: String,
    open: Vec<&'static str>,
    elsewhere: Elsewhere,
}

impl Writer {
    fn start(&mut self, name: &str, attributes: &[(String, &str)]) {
        let Some(name) = known(name) else { return };
        let table = self.last_of(&["table"]);
        if TABLE_PARTS.contains(&name) && table.is_none() {
            return;
        }
        if BLOCKS.contains(&name)
            && let Some(paragraph) = self.find("p", WALLS)
        {
            self.close_to(paragraph);
        }
        if let Some((_, ended, within)) = SIBLINGS.iter().find(|(sibling, ..)| *sibling == name) {
            let first = self.last_of(within).map_or(0, |at| at + 1);
            if let Some(at) = self.open[first..].iter().position(|open| ended.contains(open)) {
                self.close_to(first + at);
            }
        }
        let is_void = VOID.contains(&name);
        let is_formatting = FORMATTING.contains(&name);
        let formatting = self.open.iter().filter(|open| FORMATTING.contains(open)).count();
        if !is_void && (self.open.len() >= DEEPEST || (is_formatting && formatting >= MOST_FORMATTING)) {
            return;
        }
        self.write_start(name, attributes);
        if !is_void {
            self.open.push(name);
        }
    }

    fn end(&mut self, name: &str) {
        let walls: &[&str] = match name {
            "table" => &[],
            _ if TABLE_PARTS.contains(&name) => &["table"],
            _ => WALLS,
        };
        if let Some(at) = self.find(name, walls) {
            self.close_to(at);
        }
    }

    /// The innermost open element of this name, on this side of the nearest wall.
    fn find(&self, name: &str, walls: &[&str]) -> Option<usize> {
        let reachable = self
            .open
            .iter()
            .enumerate()
            .rev()
            .take_while(|(_, open)| **open == name || !walls.contains(open));
        reachable.into_iter().find(|(_, open)| **open == name).map(|(at, _)| at)
    }

    fn last_of(&self, names: &[&str]) -> Option<usize> {
        self.open.iter().rposition(|open| names.contains(open))
    }

    /// Closes what was opened after the first `count` elements.
    fn close_to(&mut self, count: usize) {
        for name in self.open.drain(count..).rev() {
            self.html.push_str("</");
            self.html.push_str(name);
            self.html.push('>');
        }
    }

    /// Values keep their entities; what would end them early is escaped.
    fn write_start(&mut self, name: &str, attributes: &[(String, &str)]) {
        self.html.push('<');
        self.html.push_str(name);
        let keeps = self.elsewhere == Elsewhere::Keep && name == "img" && !hidden::is_dot(attributes);
        for (attribute, value) in attributes {
            let attribute = match attribute.as_str() {
                "src" if keeps && !value.trim_start().starts_with("cid:") => REMOTE,
                // Only we say what is kept elsewhere.
                REMOTE => continue,
                other => other,
            };
            self.html.push(' ');
            self.html.push_str(attribute);
            self.html.push_str("=\"");
            for letter in value.chars() {
                match letter {
                    '"' => self.html.push_str("&quot;"),
                    '<' => self.html.push_str("&lt;"),
                    '>' => self.html.push_str("&gt;"),
                    _ => self.html.push(letter),
                }
            }
            self.html.push('"');
        }
        self.html.push('>');
    }
}
