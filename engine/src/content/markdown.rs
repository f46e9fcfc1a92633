//! Markdown of the staff as HTML, with the tables and the struck-out text of `GitHub` (<https://spec.commonmark.org/0.31.2/>).
//!
//! Four things differ from the specification, because people write to customers here and no documents: a line break is one,
//! headings are lines of their own (`# systemctl` is a command), both backslashes of `\\server` stay, and a fence that is never
//! closed begins no code (`~~~` is a divider).

use std::{collections::HashMap, fmt::Write as _, hash::BuildHasher, ops::Range};

use pulldown_cmark::{CowStr, Event, LinkType, Options, Parser, Tag, TagEnd, html::push_html};

use super::{
    fences,
    markup::{MOST_LINKS, html_of_text, links},
    sanitise::{leads_outside, sanitise_with_images},
};

/// How long a text may be to be read as Markdown, in bytes; what is longer is a log that somebody pasted and stands as plain text.
/// Reading it takes twenty times as long as the same as plain text, and a multiple of its memory.
pub const LONGEST_MARKDOWN: usize = 200_000;

pub(super) const DIALECT: Options = Options::ENABLE_STRIKETHROUGH.union(Options::ENABLE_TABLES);

/// HTML of a Markdown text. The result is safe wherever flow content may stand; HTML within the text is shown as it was
/// written. `pictures` tells for the name of a file under which content id it is shown, as in [`sanitise_with_images`];
/// other pictures are shown as links. A text of more than [`LONGEST_MARKDOWN`] bytes is shown as plain text.
#[must_use]
pub fn html_of_markdown<S: BuildHasher>(text: &str, pictures: &HashMap<String, String, S>) -> String {
    if text.len() > LONGEST_MARKDOWN {
        return html_of_text(text);
    }
    let source = with_links(&fences::hidden(text));
    let mut html = String::with_capacity(source.len() + source.len() / 4);
    push_html(&mut html, Shown { source: &source, pictures, open: Vec::new(), dead: Vec::new() }.events());
    let ids = pictures.values().map(|id| (id.clone(), format!("cid:{id}"))).collect::<HashMap<_, _>>();
    sanitise_with_images(&fences::shown(html), ids)
}

/// The text with its bare links written as Markdown's, so that no `_` within one begins emphasis.
fn with_links(text: &str) -> String {
    let taken = Parser::new_ext(text, DIALECT).into_offset_iter().filter_map(|(event, place)| match event {
        Event::Code(_) | Event::Start(Tag::CodeBlock(_) | Tag::Link { .. } | Tag::Image { .. }) => {
            Some(place)
        }
        _ => None,
    });
    let mut taken = taken.collect::<Vec<Range<usize>>>().into_iter().peekable();
    let mut written = String::with_capacity(text.len());
    let mut end = 0;
    for link in links(text).take(MOST_LINKS) {
        while taken.next_if(|place| place.end <= link.place.start).is_some() {}
        if taken.peek().is_some_and(|place| place.start < link.place.end) {
            continue;
        }
        written.push_str(&text[end..link.place.start]);
        let shown = escaped(&text[link.place.clone()]);
        let _ = write!(written, "[{shown}](<{}{shown}>)", link.scheme);
        end = link.place.end;
    }
    written.push_str(&text[end..]);
    written
}

/// The same text where it stands in Markdown.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    for letter in text.chars() {
        if letter.is_ascii_punctuation() {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}

/// The event alone.
const fn one(event: Event<'_>) -> [Option<Event<'_>>; 3] {
    [Some(event), None, None]
}

/// What the parser reads, as it is shown.
struct Shown<'a, S> {
    source: &'a str,
    pictures: &'a HashMap<String, String, S>,
    /// Whether each open picture is shown as one.
    open: Vec<bool>,
    /// Where each open link was to lead, if it leads nowhere: it is shown as it was typed, such as `list[0](x)`.
    dead: Vec<Option<CowStr<'a>>>,
}

impl<'a, S: BuildHasher> Shown<'a, S> {
    fn events(mut self) -> impl Iterator<Item = Event<'a>> {
        let source = self.source;
        Parser::new_ext(source, DIALECT)
            .into_offset_iter()
            .flat_map(move |(event, place)| self.event(event, &place).into_iter().flatten())
    }

    /// At most three; none of them needs a list of its own, of which a long text would make some hundred thousand.
    fn event(&mut self, event: Event<'a>, place: &Range<usize>) -> [Option<Event<'a>>; 3] {
        match event {
            Event::Html(text) | Event::InlineHtml(text) => one(Event::Text(text)),
            Event::Start(Tag::HtmlBlock) => one(Event::Start(Tag::Paragraph)),
            Event::End(TagEnd::HtmlBlock) => one(Event::End(TagEnd::Paragraph)),
            Event::SoftBreak => one(Event::HardBreak),
            Event::Start(Tag::Heading { .. }) => {
                let marks = self.source[place.clone()].bytes().take_while(|byte| *byte == b'#').count();
                let marks = CowStr::from("#".repeat(marks) + if marks > 0 { " " } else { "" });
                [
                    Some(Event::Start(Tag::Paragraph)),
                    Some(Event::Start(Tag::Strong)),
                    Some(Event::Text(marks)),
                ]
            }
            Event::End(TagEnd::Heading(_)) => {
                [Some(Event::End(TagEnd::Strong)), Some(Event::End(TagEnd::Paragraph)), None]
            }
            Event::Start(Tag::Image { dest_url, title, .. }) => {
                one(Event::Start(self.picture(dest_url, title)))
            }
            Event::End(TagEnd::Image) => match self.open.pop() {
                Some(true) => one(Event::End(TagEnd::Image)),
                _ => one(Event::End(TagEnd::Link)),
            },
            Event::Start(Tag::Link { link_type: LinkType::Inline, dest_url, .. })
                if !leads_outside(&dest_url) =>
            {
                self.dead.push(Some(dest_url));
                one(Event::Text("[".into()))
            }
            Event::Start(link @ Tag::Link { .. }) => {
                self.dead.push(None);
                one(Event::Start(link))
            }
            Event::End(TagEnd::Link) => match self.dead.pop().flatten() {
                Some(target) => one(Event::Text(format!("]({target})").into())),
                None => one(Event::End(TagEnd::Link)),
            },
            Event::Text(text) if self.is_after_backslash(place) => {
                one(Event::Text(format!("\\{text}").into()))
            }
            other => one(other),
        }
    }

    /// A picture that came with the comment; anything else is a link, since loading it would tell its server who reads.
    fn picture(&mut self, name: CowStr<'a>, title: CowStr<'a>) -> Tag<'a> {
        let decoded = percent_encoding::percent_decode_str(&name).decode_utf8_lossy();
        let id = self.pictures.get(&*name).or_else(|| self.pictures.get(&*decoded));
        self.open.push(id.is_some());
        let (link_type, id_of_link) = (LinkType::Inline, CowStr::from(""));
        match id {
            Some(id) => Tag::Image { link_type, dest_url: format!("cid:{id}").into(), title, id: id_of_link },
            None => Tag::Link { link_type, dest_url: name, title, id: id_of_link },
        }
    }

    fn is_after_backslash(&self, place: &Range<usize>) -> bool {
        let source = self.source.as_bytes();
        source.get(place.start) == Some(&b'\\')
            && place.start > 0
            && source.get(place.start - 1) == Some(&b'\\')
    }
}
