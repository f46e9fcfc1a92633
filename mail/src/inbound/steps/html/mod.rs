//! Turns an HTML body into plain text that reads well: paragraphs, lists, links; no hidden text, no tracking.
//!
//! The tokens of html5ever are written out as they come ([`sink`] says what a tag means, [`writer`] lays out lines);
//! no tree is built, so that a mail of a million nested tags costs time in proportion to its length and no stack.

mod first;
mod hidden;
mod link;
mod sink;
mod writer;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, Tokenizer, TokenizerOpts};

/// Marks a line that introduces a quoted mail, where only the HTML's classes tell. Never occurs in cleaned text.
pub const QUOTE_BEGINS: char = '\u{1}';

/// Longer HTML is cut; the original stays with the comment.
const MAX_CHARS: usize = 2_000_000;

/// HTML as text. Quoted blocks become `>` lines. If everything is hidden, as by a tag that is never closed, hidden text
/// is better than none.
#[must_use]
pub fn render(source: &str) -> String {
    let cleaned = crate::inbound::clean::text(crate::inbound::clean::clip(source, MAX_CHARS));
    let visible = write(&cleaned, sink::Sink::default());
    if visible.is_empty() { write(&cleaned, sink::Sink::that_shows_all()) } else { visible }
}

/// What a reader sees of HTML that may break off anywhere.
#[must_use]
pub fn visible(source: &str) -> String {
    write(&crate::inbound::clean::text(source), sink::Sink::default())
}

/// Whether the tag at the beginning of this HTML is that of a quoted mail, or of what stands above one.
#[must_use]
pub fn begins_quote(source: &str) -> bool {
    let tag = source.split_inclusive('>').next().unwrap_or_default();
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(tag));
    let tokenizer = Tokenizer::new(first::First::default(), TokenizerOpts::default());
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    let first = tokenizer.sink.tag();
    first.is_some_and(|tag| {
        hidden::introduces_quote(&tag) || (&*tag.name == "blockquote" && hidden::is_quoted_mail(&tag))
    })
}

fn write(cleaned: &str, sink: sink::Sink) -> String {
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(cleaned));
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    // The sink never asks for a pause (scripts, encodings), so all of the input is consumed at once.
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink.finish()
}
