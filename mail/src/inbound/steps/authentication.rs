//! What mail servers on the way found out about the sender: `Authentication-Results` (RFC 8601), topmost first.

use engine::{AuthenticationResults, MethodResult};
use mail_parser::Message;

use crate::inbound::headers;

/// More headers than a chain of honest servers writes.
const MAX_HEADERS: usize = 20;

/// More results in one header than there are methods.
const MAX_RESULTS: usize = 50;

/// The results that stand in the header, topmost first. None, if `From` does not name exactly one sender: then nobody
/// can tell which of them the results are about (RFC 7489, 6.6.1).
#[must_use]
pub fn read(message: &Message<'_>) -> Vec<AuthenticationResults> {
    let one_sender = headers::all(message, "From").len() == 1
        && message.from().is_some_and(|list| list.iter().count() == 1);
    if !one_sender {
        return Vec::new();
    }
    let values = headers::all(message, "Authentication-Results");
    values.iter().take(MAX_HEADERS).filter_map(|value| results(value)).collect()
}

/// Reads one header: `server [version]; method=result [reason=…] [ptype.property=value]…; …`.
fn results(value: &str) -> Option<AuthenticationResults> {
    let mut parts = words(value).into_iter().fold(vec![Vec::new()], |mut parts: Vec<Vec<String>>, word| {
        match (word, parts.last_mut()) {
            (Word::End, _) => parts.push(Vec::new()),
            (Word::Text(text), Some(last)) => last.push(text),
            (Word::Text(_), None) => {}
        }
        parts
    });
    let rest = parts.split_off(1);
    let server = parts.pop()?.into_iter().next()?;
    let results = rest.iter().take(MAX_RESULTS).filter_map(|words| result(words)).collect();
    Some(AuthenticationResults { server, results })
}

/// Reads `method[/version]=result` and the properties behind it.
fn result(words: &[String]) -> Option<MethodResult> {
    let mut pairs = words.iter().filter_map(|word| word.split_once('='));
    let (method, result) = pairs.next()?;
    let method = method.split('/').next().unwrap_or(method).to_owned();
    let properties = pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    Some(MethodResult { method, result: result.to_owned(), properties })
}

enum Word {
    Text(String),
    End,
}

/// The words of a header in lower case, without comments; blanks around `=`, `.` and `/` do not part words.
fn words(value: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut blank = false;
    let mut letters = value.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '(' => {
                headers::skip_comment(&mut letters);
                blank = true;
            }
            ';' => {
                push(&mut words, &mut word);
                words.push(Word::End);
                blank = false;
            }
            letter if letter.is_whitespace() => blank = true,
            letter => {
                let glues = matches!(letter, '=' | '/') || word.ends_with(['=', '/']);
                if blank && !glues {
                    push(&mut words, &mut word);
                }
                blank = false;
                if letter == '"' {
                    quoted(&mut letters, &mut word);
                } else {
                    word.extend(letter.to_lowercase());
                }
            }
        }
    }
    push(&mut words, &mut word);
    words
}

fn push(words: &mut Vec<Word>, word: &mut String) {
    if !word.is_empty() {
        words.push(Word::Text(std::mem::take(word)));
    }
}

/// Takes a quoted string without its quotes.
fn quoted(letters: &mut std::str::Chars<'_>, word: &mut String) {
    while let Some(letter) = letters.next() {
        match letter {
            '"' => return,
            '\\' => word.extend(letters.next()),
            letter => word.extend(letter.to_lowercase()),
        }
    }
}
