//! What each tag means for the text.

use std::cell::RefCell;

use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult};

use super::hidden::{
    attribute, ends_itself, introduces_quote, is_quoted_mail, is_silent, is_styled_away, is_tracker,
};
use super::link;
use super::writer::Writer;

/// Lists and quotes nested deeper than this are not told apart.
const MAX_NESTED: usize = 100;

/// Receives the tokens and writes the text.
#[derive(Default)]
pub(super) struct Sink(RefCell<State>);

#[derive(Default)]
struct State {
    writer: Writer,
    /// Inside a hidden element: its name, and how many of that name are open.
    hidden: Option<(String, usize)>,
    /// Depth of `<pre>`.
    pre: usize,
    /// Open lists: the next number, or none for bullets.
    lists: Vec<Option<u64>>,
    /// Open block quotes: whether each is a quoted mail.
    quotes: Vec<bool>,
    /// The open link: its address, and where its text began.
    link: Option<(String, usize)>,
    /// Whether a cell of the current row has been written.
    cell: bool,
    /// Whether styles that hide text are ignored.
    show_all: bool,
}

impl Sink {
    /// One that ignores styles that hide text.
    pub(super) fn that_shows_all() -> Self {
        Self(RefCell::new(State { show_all: true, ..State::default() }))
    }

    pub(super) fn finish(self) -> String {
        self.0.into_inner().writer.finish()
    }
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut state = self.0.borrow_mut();
        match token {
            Token::TagToken(tag) => {
                match tag.kind {
                    TagKind::StartTag => state.start(&tag),
                    TagKind::EndTag => state.end(&tag.name),
                }
                if tag.kind == TagKind::StartTag { raw_text(&tag.name) } else { TokenSinkResult::Continue }
            }
            Token::CharacterTokens(text) => {
                state.text(&text);
                TokenSinkResult::Continue
            }
            _ => TokenSinkResult::Continue,
        }
    }
}

/// Elements whose content is not markup.
fn raw_text(name: &str) -> TokenSinkResult<()> {
    match name {
        "script" => TokenSinkResult::RawData(RawKind::ScriptData),
        "style" | "xmp" | "iframe" | "noembed" | "noframes" => TokenSinkResult::RawData(RawKind::Rawtext),
        "title" | "textarea" => TokenSinkResult::RawData(RawKind::Rcdata),
        _ => TokenSinkResult::Continue,
    }
}

/// Elements without an end.
fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "source"
            | "track"
            | "wbr"
            | "frame"
            | "param"
    )
}

impl State {
    fn text(&mut self, text: &str) {
        if self.hidden.is_some() {
            return;
        }
        if self.pre > 0 {
            self.writer.preformatted(text);
        } else {
            self.writer.text(text);
        }
    }

    fn start(&mut self, tag: &Tag) {
        let name: &str = &tag.name;
        if let Some((hidden, depth)) = &mut self.hidden {
            // What is never closed must not swallow the body, nor a hidden paragraph the next one.
            if name == "body" || (hidden == name && ends_itself(name)) {
                self.hidden = None;
            } else {
                if hidden == name && !tag.self_closing {
                    *depth += 1;
                }
                return;
            }
        }
        if !is_void(name) && name != "body" && name != "html" && self.is_hidden(tag) {
            self.hidden = Some((name.to_owned(), 1));
            return;
        }
        if introduces_quote(tag) {
            self.writer.mark_quote();
        }
        match name {
            "br" => self.writer.line_break(),
            "hr" => {
                self.writer.block(false);
                self.writer.text("________________________________");
                self.writer.block(false);
            }
            "img" => self.image(tag),
            "a" => self.open_link(tag),
            "blockquote" => self.open_quote(tag),
            "pre" => {
                self.pre += 1;
                self.writer.block(true);
            }
            "ul" | "ol" => self.open_list(name == "ol"),
            "li" => self.item(),
            "td" | "th" => self.open_cell(),
            _ => self.block(tag, name),
        }
    }

    fn is_hidden(&self, tag: &Tag) -> bool {
        is_silent(tag) || (!self.show_all && is_styled_away(tag))
    }

    fn block(&mut self, tag: &Tag, name: &str) {
        if name == "tr" {
            self.cell = false;
        }
        let outlook = attribute(tag, "class").is_some_and(|class| class.starts_with("Mso"));
        if let Some(paragraph) = is_block(name) {
            self.writer.block(paragraph && !outlook);
        }
    }

    fn end(&mut self, name: &str) {
        if let Some((hidden, depth)) = &mut self.hidden {
            if hidden == name {
                *depth -= 1;
                if *depth == 0 {
                    self.hidden = None;
                }
            }
            return;
        }
        match name {
            "a" => self.close_link(),
            "blockquote" => {
                if self.quotes.pop() == Some(true) {
                    self.writer.quote(false);
                }
                self.writer.block(true);
            }
            "pre" => {
                self.pre = self.pre.saturating_sub(1);
                self.writer.block(true);
            }
            "ul" | "ol" => {
                self.lists.pop();
                self.writer.block(self.lists.is_empty());
            }
            "p" => self.writer.block(false),
            _ => {
                if let Some(paragraph) = is_block(name) {
                    self.writer.block(paragraph);
                }
            }
        }
    }

    fn image(&mut self, tag: &Tag) {
        let alt = attribute(tag, "alt").map(str::trim).unwrap_or_default();
        // A name such as image001.png tells nothing; the image itself is an attachment.
        if !alt.is_empty() && !is_tracker(tag) && (alt.contains(' ') || !alt.contains('.')) {
            self.writer.text(&format!("[{alt}]"));
        }
    }

    fn open_link(&mut self, tag: &Tag) {
        self.close_link();
        if let Some(href) = attribute(tag, "href") {
            self.link = Some((href.to_owned(), self.writer.position()));
        }
    }

    fn close_link(&mut self) {
        let Some((href, start)) = self.link.take() else {
            return;
        };
        let text = self.writer.since(start);
        if text.trim().is_empty() {
            return;
        }
        if let Some(address) = link::worth_showing(&href, text) {
            self.writer.text(&format!(" <{address}>"));
        }
    }

    fn open_quote(&mut self, tag: &Tag) {
        let quoted = is_quoted_mail(tag);
        if quoted {
            self.writer.quote(true);
        } else {
            self.writer.block(true);
        }
        if self.quotes.len() < MAX_NESTED {
            self.quotes.push(quoted);
        }
    }

    fn open_list(&mut self, numbered: bool) {
        self.writer.block(self.lists.is_empty());
        if self.lists.len() < MAX_NESTED {
            self.lists.push(numbered.then_some(1));
        }
    }

    fn item(&mut self) {
        self.writer.block(false);
        let mark = match self.lists.last_mut() {
            Some(Some(number)) => {
                let mark = format!("{number}.");
                *number = number.saturating_add(1);
                mark
            }
            _ => "*".to_owned(),
        };
        self.writer.text(&mark);
        self.writer.blank();
    }

    fn open_cell(&mut self) {
        if self.cell {
            self.writer.blank();
        }
        self.cell = true;
    }
}

/// Whether the element starts a new line, and whether it stands apart by a blank one.
fn is_block(name: &str) -> Option<bool> {
    match name {
        "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "dl" | "fieldset" => Some(true),
        "div" | "section" | "article" | "header" | "footer" | "main" | "aside" | "nav" | "address"
        | "center" | "form" | "table" | "tr" | "thead" | "tbody" | "tfoot" | "caption" | "dt" | "dd"
        | "body" | "html" | "figure" | "figcaption" | "details" | "summary" | "legend" => Some(false),
        _ => None,
    }
}
