//! A third language, made from the English texts: accented, and each text in brackets, so that whatever is not in brackets
//! is no text of ours.

use std::{fmt::Write as _, fs, path::Path};

use fluent_syntax::{
    ast::{Entry, Expression, InlineExpression, Pattern, PatternElement},
    parser, serializer,
};
use words::{Customs, Lang, Language, Unit};

/// The tag, one of those that ISO 639 leaves to private use.
pub const TAG: &str = "qps";

/// Around each text.
const BRACKETS: [char; 2] = ['⟦', '⟧'];

/// What no language translates, or what is typed as it stands: units, keys, formats, names of standards and programs.
const SAME_EVERYWHERE: &[&str] = &["min", "KB", "MB", "GB", "UTC", "Esc"];

/// Brings the language into this process.
///
/// # Panics
/// When the English texts cannot be read.
#[must_use]
pub fn bring() -> Lang {
    let house = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut texts: Vec<&'static str> = Vec::new();
    for folder in ["words", "web-ui", "mail"] {
        for file in fs::read_dir(house.join(folder).join("locales/en")).expect("English texts") {
            let english = fs::read_to_string(file.expect("a file").path()).expect("a text");
            texts.push(translated(english).leak());
        }
    }
    Lang::add(Box::leak(Box::new(Language { tag: TAG, customs: customs(), texts: texts.leak() })))
}

/// The Latin words of a text that stand outside of all brackets.
#[must_use]
pub fn outside(text: &str) -> Vec<String> {
    let mut depth = 0_i32;
    let mut bare = String::new();
    for letter in text.chars() {
        if letter == BRACKETS[0] {
            depth += 1;
            bare.push(' ');
        } else if letter == BRACKETS[1] {
            depth -= 1;
        } else if depth == 0 {
            bare.push(letter);
        }
    }
    let words = bare.split_whitespace().filter(|word| !is_address(word));
    let words = words.flat_map(|word| word.split(|letter: char| !letter.is_ascii_alphabetic()));
    let words = words.filter(|word| word.len() > 1 && !SAME_EVERYWHERE.contains(word));
    words.map(str::to_owned).collect()
}

/// What a person sees or hears of a page: its text, and the attributes that are read out or shown, a line each.
#[must_use]
pub fn seen(html: &str) -> Vec<String> {
    const SHOWN: &[&str] = &["title", "placeholder", "aria-label", "alt", "label", "aria-description"];
    let mut seen = Vec::new();
    let mut rest = html;
    while let Some((text, behind)) = rest.split_once('<') {
        seen.push(unescaped(text));
        let mut inside = behind;
        let name: String = inside.chars().take_while(|letter| !matches!(letter, ' ' | '>' | '\n')).collect();
        loop {
            let end = inside.find('>').unwrap_or(inside.len());
            let Some(begin) = inside.find("=\"").filter(|begin| *begin < end) else {
                rest = inside.get(end + 1..).unwrap_or_default();
                break;
            };
            let key = inside[..begin].rsplit([' ', '\n']).next().unwrap_or_default();
            let (value, after) = inside[begin + 2..].split_once('"').unwrap_or_default();
            if SHOWN.contains(&key) || (key.starts_with("data-") && value.contains(' ')) {
                seen.push(unescaped(value));
            }
            inside = after;
        }
        // What somebody typed, and what is run.
        if ["script", "style", "textarea", "pre", "code"].contains(&name.as_str()) {
            rest = rest.split_once(&format!("</{name}>")).map_or("", |(_, after)| after);
        }
    }
    seen.push(unescaped(rest));
    seen.retain(|text| !text.trim().is_empty());
    seen
}

fn unescaped(text: &str) -> String {
    [
        ("&quot;", "\""),
        ("&#x27;", "'"),
        ("&#x3D;", "="),
        ("&#x60;", "`"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&nbsp;", " "),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(text.to_owned(), |text, (name, letter)| text.replace(name, letter))
}

/// A path, an address of mail or of a page, the name of a file or of a variable.
fn is_address(word: &str) -> bool {
    let word = word.trim_matches(|letter: char| !letter.is_alphanumeric() && letter != '/');
    word.contains(['@', '/', '_', '{', ':']) || word.trim_end_matches('.').contains('.')
}

fn translated(english: String) -> String {
    let mut resource = parser::parse(english).expect("English texts can be read");
    for entry in &mut resource.body {
        if let Entry::Message(message) = entry
            && let Some(pattern) = &mut message.value
        {
            accent_all(pattern);
            let bracket = |bracket: char| PatternElement::TextElement { value: bracket.to_string() };
            pattern.elements.insert(0, bracket(BRACKETS[0]));
            pattern.elements.push(bracket(BRACKETS[1]));
        }
    }
    serializer::serialize(&resource)
}

fn accent_all(pattern: &mut Pattern<String>) {
    for element in &mut pattern.elements {
        match element {
            PatternElement::TextElement { value } => *value = accented(value),
            PatternElement::Placeable { expression } => accent_expression(expression),
        }
    }
}

fn accent_expression(expression: &mut Expression<String>) {
    match expression {
        Expression::Select { variants, .. } => {
            for variant in variants {
                accent_all(&mut variant.value);
            }
        }
        Expression::Inline(InlineExpression::Placeable { expression }) => accent_expression(expression),
        Expression::Inline(_) => {}
    }
}

fn accented(text: &str) -> String {
    const PLAIN: &str = "acdeghiklnorstuyzACDEGHIKLNORSTUYZ";
    const ACCENTED: &str = "åçďéğĥíķļñöŕšťûýžÅÇĎÉĞĤÍĶĻÑÖŔŠŤÛÝŽ";
    let of = |letter| PLAIN.chars().zip(ACCENTED.chars()).find(|(plain, _)| *plain == letter);
    text.chars().map(|letter| of(letter).map_or(letter, |(_, accented)| accented)).collect()
}

fn customs() -> Customs {
    let english = Lang::En.language().customs;
    Customs {
        date: "⟦{d} {month} {year}⟧",
        day_and_month: "⟦{d} {month}⟧",
        at_time: ("⟦ åť ⟧", ""),
        weekdays: english.weekdays.map(bracketed),
        byte: bracketed(english.byte),
        bytes: bracketed(english.bytes),
        day: unit(english.day),
        hour: unit(english.hour),
        minute: unit(english.minute),
        days_short: bracketed(english.days_short),
        tomorrow: bracketed(english.tomorrow),
        past: ("", bracketed(english.past.1)),
        future: (bracketed(english.future.0), ""),
        just_now: bracketed(english.just_now),
        in_a_moment: bracketed(english.in_a_moment),
        ..english
    }
}

fn unit(english: Unit) -> Unit {
    Unit { one: bracketed(english.one), other: bracketed(english.other) }
}

fn bracketed(text: &str) -> &'static str {
    let mut bracketed = String::new();
    // Writing to a String cannot fail.
    let _infallible = write!(bracketed, "{}{}{}", BRACKETS[0], accented(text), BRACKETS[1]);
    bracketed.leak()
}
