//! Whether the HTML of an email is harmless: nothing is executed, sent or loaded from elsewhere. What is not known to be
//! harmless is refused, so that nothing has to be taken out of what somebody wrote.

use std::cell::RefCell;

use engine::content::quoted;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

/// Elements that lay out text.
const ELEMENTS: &[&str] = &[
    "a",
    "abbr",
    "address",
    "b",
    "blockquote",
    "body",
    "br",
    "caption",
    "center",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "div",
    "dl",
    "dt",
    "em",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "hr",
    "html",
    "i",
    "img",
    "li",
    "meta",
    "ol",
    "p",
    "pre",
    "s",
    "small",
    "span",
    "strong",
    "style",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "title",
    "tr",
    "u",
    "ul",
];

/// Attributes that lay out text.
const ATTRIBUTES: &[&str] = &[
    "align",
    "alt",
    "bgcolor",
    "border",
    "cellpadding",
    "cellspacing",
    "charset",
    "class",
    "color",
    "colspan",
    "content",
    "dir",
    "face",
    "height",
    "href",
    "id",
    "lang",
    "name",
    "rel",
    "role",
    "rowspan",
    "scope",
    "size",
    "src",
    "start",
    "style",
    "target",
    "title",
    "valign",
    "width",
];

/// Where a link may lead.
const LINKS: &[&str] = &["https://", "http://", "mailto:", "tel:", "#"];

/// Pictures that are part of the email itself.
const PICTURES: &[&str] = &[
    "data:image/png;base64,",
    "data:image/jpeg;base64,",
    "data:image/gif;base64,",
    "data:image/webp;base64,",
];

/// What a style may not hold: it loads something, or hides that it does.
const STYLES: &[&str] = &[
    "url(",
    "expression(",
    "@import",
    "image-set(",
    "src(",
    "javascript:",
    "behavior",
    "-moz-binding",
    "\\",
];

/// The addresses of all links.
///
/// # Errors
/// What is not harmless, in words.
pub(super) fn links(html: &str) -> Result<Vec<String>, String> {
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    let tokenizer = Tokenizer::new(Sink::default(), TokenizerOpts::default());
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    let mut found = tokenizer.sink.0.into_inner();
    if let Some(sheet) = found.sheet.take() {
        found.style(&sheet);
    }
    found.wrong.map_or(Ok(found.links), Err)
}

#[derive(Default)]
struct Sink(RefCell<Found>);

#[derive(Default)]
struct Found {
    links: Vec<String>,
    wrong: Option<String>,
    /// The words of the style sheet that is being read.
    sheet: Option<String>,
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut found = self.0.borrow_mut();
        match token {
            Token::TagToken(tag) => found.tag(&tag),
            Token::CharacterTokens(text) => {
                if let Some(sheet) = &mut found.sheet {
                    sheet.push_str(&text);
                }
                TokenSinkResult::Continue
            }
            // Some programs read markup in them.
            Token::CommentToken(_) => {
                found.refuse("comments are not allowed".to_owned());
                TokenSinkResult::Continue
            }
            _ => TokenSinkResult::Continue,
        }
    }
}

impl Found {
    fn tag(&mut self, tag: &Tag) -> TokenSinkResult<()> {
        if let Some(sheet) = self.sheet.take() {
            self.style(&sheet);
        }
        if !ELEMENTS.contains(&&*tag.name) {
            self.refuse(format!("the element <{}> is not allowed", shown(&tag.name)));
        }
        if tag.kind == TagKind::EndTag {
            return TokenSinkResult::Continue;
        }
        for attribute in &tag.attrs {
            self.attribute(&attribute.name.local, &attribute.value);
        }
        match &*tag.name {
            "style" => {
                self.sheet = Some(String::new());
                TokenSinkResult::RawData(RawKind::Rawtext)
            }
            "title" => TokenSinkResult::RawData(RawKind::Rcdata),
            _ => TokenSinkResult::Continue,
        }
    }

    fn attribute(&mut self, name: &str, value: &str) {
        let address = value
            .chars()
            .filter(|c| !c.is_whitespace() && !c.is_control())
            .collect::<String>()
            .to_lowercase();
        let begins = |known: &[&str]| known.iter().any(|known| address.starts_with(known));
        match name {
            "href" if !begins(LINKS) => self.refuse(format!("a link points to {}", quoted(&shown(value)))),
            "href" => self.links.push(value.trim().to_owned()),
            "src" if !begins(PICTURES) => {
                self.refuse(format!("{} would be loaded from another server", quoted(&shown(value))));
            }
            "style" => self.style(value),
            name if ATTRIBUTES.contains(&name) || name.starts_with("aria-") => {}
            name => self.refuse(format!("the attribute {} is not allowed", shown(name))),
        }
    }

    fn style(&mut self, style: &str) {
        let style = style.to_lowercase();
        if let Some(wrong) = STYLES.iter().find(|wrong| style.contains(**wrong)) {
            self.refuse(format!("a style contains {}", quoted(wrong)));
        }
    }

    fn refuse(&mut self, wrong: String) {
        self.wrong.get_or_insert(wrong);
    }
}

fn shown(text: &str) -> String {
    text.chars().take(60).collect()
}
