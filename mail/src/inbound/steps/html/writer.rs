//! Lays out text in lines: collapses white space, counts the blank lines between blocks, writes quote marks.

use super::QUOTE_BEGINS;

/// Quote marks beyond this depth say nothing to a reader.
const MAX_QUOTE_DEPTH: usize = 5;

/// More blank lines than this are an accident of the layout.
const MAX_LINE_BREAKS: usize = 3;

/// The text so far, and what must come before the next word.
#[derive(Default)]
pub(super) struct Writer {
    out: String,
    breaks: usize,
    space: bool,
    fresh: bool,
    quote_depth: usize,
    marked: bool,
}

impl Writer {
    /// Text whose white space runs count as one blank.
    pub(super) fn text(&mut self, text: &str) {
        let mut word_start = None;
        for (at, c) in text.char_indices() {
            let blank = c.is_whitespace();
            if is_invisible(c) || blank {
                if let Some(start) = word_start.take() {
                    self.word(text.get(start..at).unwrap_or_default());
                }
                self.space |= blank;
            } else if word_start.is_none() {
                word_start = Some(at);
            }
        }
        if let Some(start) = word_start {
            self.word(text.get(start..).unwrap_or_default());
        }
    }

    /// Text whose white space counts as it is.
    pub(super) fn preformatted(&mut self, text: &str) {
        for (at, line) in text.split('\n').enumerate() {
            if at > 0 {
                self.line_break();
            }
            if !line.is_empty() {
                self.word(line);
            }
        }
    }

    /// A `<br>`.
    pub(super) fn line_break(&mut self) {
        self.breaks = (self.breaks + 1).min(MAX_LINE_BREAKS);
        self.space = false;
    }

    /// The next text starts on a new line; with `paragraph` behind a blank one.
    pub(super) fn block(&mut self, paragraph: bool) {
        self.breaks = self.breaks.max(if paragraph { 2 } else { 1 });
        self.space = false;
    }

    /// A blank, unless the line is at its start.
    pub(super) fn blank(&mut self) {
        self.space = true;
    }

    /// The next line introduces a quoted mail.
    pub(super) fn mark_quote(&mut self) {
        self.block(false);
        self.marked = true;
    }

    /// Into or out of a quoted block.
    pub(super) fn quote(&mut self, enter: bool) {
        self.block(false);
        self.quote_depth =
            if enter { self.quote_depth.saturating_add(1) } else { self.quote_depth.saturating_sub(1) };
    }

    /// How much has been written; a place for [`Writer::since`].
    pub(super) fn position(&self) -> usize {
        self.out.len()
    }

    /// What has been written since `position`.
    pub(super) fn since(&self, position: usize) -> &str {
        self.out.get(position..).unwrap_or_default()
    }

    /// The whole text.
    pub(super) fn finish(self) -> String {
        self.out.trim_end().to_owned()
    }

    fn word(&mut self, word: &str) {
        if self.out.is_empty() || self.breaks > 0 {
            self.start_line();
        } else if self.space && !self.fresh {
            self.out.push(' ');
        }
        self.space = false;
        self.fresh = false;
        self.out.push_str(word);
    }

    fn start_line(&mut self) {
        let depth = self.quote_depth.min(MAX_QUOTE_DEPTH);
        if !self.out.is_empty() {
            for _ in 1..self.breaks {
                self.out.push('\n');
                self.out.push_str(&">".repeat(depth));
            }
            self.out.push('\n');
        }
        self.out.push_str(&">".repeat(depth));
        if depth > 0 {
            self.out.push(' ');
        }
        if self.marked && depth == 0 {
            self.out.push(QUOTE_BEGINS);
        }
        self.marked = false;
        self.breaks = 0;
        self.fresh = true;
    }
}

/// Characters that newsletters fill the preview with, and that nobody sees.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{feff}' | '\u{ad}' | '\u{34f}' | '\u{2060}')
}
