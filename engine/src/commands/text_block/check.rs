//! What is acceptable of a text block.

use crate::{
    content::{clean_line, placeholders, quoted},
    error::{Error, Result},
    model::{Change, TextBlock},
    rules::texts::clean_text,
    settings::Settings,
    store::{Work, text_blocks},
};

/// Longer names break every list.
const LONGEST_NAME: usize = 100;

/// The longest text in characters; nobody reads more.
const LONGEST_TEXT: usize = 20_000;

/// The most text blocks of an installation; nobody finds anything among more.
const MOST: u64 = 500;

/// A name as one line.
pub(in super::super) fn clean_name(given: &str) -> Result<String> {
    let name = clean_line(given);
    if name.is_empty() {
        return Err(Error::name_required());
    }
    if name.chars().count() > LONGEST_NAME {
        return Err(Error::too_long("name", "name-too-long", "name", LONGEST_NAME));
    }
    Ok(name)
}

/// A text whose variables all exist.
pub(in super::super) fn filled_text(given: &str) -> Result<String> {
    let text = clean_text(given);
    if text.trim().is_empty() {
        return Err(Error::bad("text", "text-required", "A text is required."));
    }
    if text.chars().count() > LONGEST_TEXT {
        return Err(Error::too_long("text", "text-too-long", "text", LONGEST_TEXT));
    }
    match placeholders::check(&text) {
        Ok(()) => Ok(text),
        Err(placeholders::Wrong::Unknown(name)) => {
            let known = placeholders::VARIABLES.map(|name| format!("{{{{{name}}}}}")).join(", ");
            let message = format!("Unknown variable {}. Available variables: {known}.", quoted(&name));
            Err(Error::BadVariable { name: name.chars().take(100).collect(), message })
        }
        Err(placeholders::Wrong::Open) => {
            let message = "A variable starts with {{ but is not closed with }}.";
            Err(Error::bad("text", "variable-open", message))
        }
    }
}

/// The text block in the form that is kept.
pub(super) fn tidied(settings: &Settings, block: &TextBlock) -> Result<TextBlock> {
    let locale = block.locale.as_deref().map(str::trim).filter(|locale| !locale.is_empty());
    if let Some(locale) = locale {
        settings.known_locale(locale)?;
    }
    Ok(TextBlock {
        name: clean_name(&block.name)?,
        text: filled_text(&block.text)?,
        locale: locale.map(str::to_owned),
        id: block.id,
    })
}

/// Refuses a name that another text block of the same language has, and one more than there may be.
pub(super) async fn refuse_taken_name(work: &Work<'_>, block: &TextBlock) -> Result<()> {
    let (taken, count) = text_blocks::name_of_text_block(work.tx(), block).await?;
    if taken {
        let message = format!("A text block named {} already exists in this language.", quoted(&block.name));
        return Err(Error::bad("name", "name-taken", message));
    }
    if count >= MOST {
        return Err(Error::bad(
            "name",
            "text-blocks-too-many",
            format!("There can be at most {MOST} text blocks."),
        ));
    }
    Ok(())
}

/// What is different.
pub(super) fn changes(before: Option<&TextBlock>, after: Option<&TextBlock>) -> Vec<Change> {
    let told = |block: Option<&TextBlock>| {
        [
            ("name", block.map(|block| block.name.clone())),
            ("locale", block.and_then(|block| block.locale.clone())),
            ("text", block.map(|block| block.text.clone())),
        ]
    };
    let pairs = told(before).into_iter().zip(told(after)).filter(|((_, from), (_, to))| from != to);
    pairs.map(|((field, from), (_, to))| Change { field: field.to_owned(), from, to }).collect()
}
