//! The first tag of a piece of HTML, to be looked at by itself.

use std::cell::RefCell;

use html5ever::tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult};

/// Receives tokens and keeps the first tag that begins an element.
#[derive(Default)]
pub(super) struct First(RefCell<Option<Tag>>);

impl First {
    pub(super) fn tag(self) -> Option<Tag> {
        self.0.into_inner()
    }
}

impl TokenSink for First {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        if let Token::TagToken(tag) = token
            && tag.kind == TagKind::StartTag
        {
            self.0.borrow_mut().get_or_insert(tag);
        }
        TokenSinkResult::Continue
    }
}
