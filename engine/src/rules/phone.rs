//! Telephone numbers: kept as people write them, and found in whichever form another one writes them. Pure.
//!
//! A number is found by its country, a dot, and the number within that country: `+49.301234567`. Who writes `030 1234567` leaves the
//! country out (`.301234567`), and may mean the same; who writes neither country nor area is found by the end of the other.

use crate::{
    content::{clean_line, quoted},
    error::{Error, Result},
};

/// More numbers than this are a mistake.
const MOST: usize = 5;
/// Longer ones are no number.
const LONGEST: usize = 60;
/// Fewer digits are a room; more are two numbers (E.164 has 15, and an extension follows).
const DIGITS: std::ops::RangeInclusive<usize> = 3..=20;
/// So many digits are a number of their own, without the area that others write before them.
const LOCAL: usize = 6;
/// The countries that have two digits (E.164); 1 and 7 have one, the others three.
const OF_TWO: [&str; 44] = [
    "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47", "48",
    "49", "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65", "66", "81",
    "82", "84", "86", "90", "91", "92", "93", "94", "95", "98",
];

/// A number of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phone {
    /// As it was written.
    pub typed: String,
    /// Digits alone, after a `+` where it says its country: what is dialled.
    pub dial: String,
    /// What a search compares.
    pub found_by: String,
}

/// The numbers of a person as they are kept: without blanks, and each once.
///
/// # Errors
/// `BadInput` for `phones`.
pub fn chosen(given: &[String]) -> Result<Vec<Phone>> {
    let mut phones: Vec<Phone> = Vec::new();
    for typed in given.iter().map(|typed| clean_line(typed)).filter(|typed| !typed.is_empty()) {
        let invalid = || {
            let message =
                format!("{} is not a valid phone number. Write it like +49 30 123456.", quoted(&typed));
            Error::bad("phones", "phone-invalid", message)
        };
        let phone = phone(&typed).ok_or_else(invalid)?;
        if phones.iter().all(|known| known.dial != phone.dial) {
            phones.push(phone);
        }
    }
    if phones.len() > MOST {
        let message = format!("A person can have at most {MOST} phone numbers.");
        return Err(Error::bad("phones", "phones-too-many", message));
    }
    Ok(phones)
}

/// Reads a number. Words may follow it, such as an extension or "mobile".
#[must_use]
pub fn phone(typed: &str) -> Option<Phone> {
    let number = typed.split(|letter: char| letter.is_alphabetic() || "#,;*".contains(letter)).next()?;
    // What opened before the words, as in "030 123456 (mobile)".
    let number = number.trim_end_matches(|letter: char| letter == '(' || letter.is_whitespace());
    let dial = dialled(number)?;
    let fits = DIGITS.contains(&dial.trim_start_matches('+').len()) && typed.chars().count() <= LONGEST;
    fits.then(|| Phone { typed: typed.to_owned(), found_by: found_by(&dial), dial })
}

/// The digits of a number, after a `+` where it says its country; `None`: something else is in it.
fn dialled(number: &str) -> Option<String> {
    let between = |letter: char| letter.is_whitespace() || "-‐‑–—/().·".contains(letter);
    let international = number.trim_start_matches(between).starts_with('+');
    // A zero in brackets is dialled within the country alone.
    let number =
        if international || number.starts_with("00") { number.replace("(0)", "") } else { number.to_owned() };
    let mut digits = String::with_capacity(number.len());
    for letter in number.chars() {
        match letter {
            '0'..='9' => digits.push(letter),
            '+' if international && digits.is_empty() => {}
            letter if between(letter) => {}
            _ => return None,
        }
    }
    if digits.is_empty() {
        return None;
    }
    Some(match digits.strip_prefix("00") {
        Some(rest) if !international => format!("+{rest}"),
        _ if international => format!("+{digits}"),
        _ => digits,
    })
}

/// What a dialled number is found by.
fn found_by(dial: &str) -> String {
    match dial.strip_prefix('+') {
        Some(digits) => match in_country(digits) {
            Some((country, rest)) => format!("+{country}.{rest}"),
            None => format!("+{digits}"),
        },
        None => format!(".{}", within(dial)),
    }
}

/// The country of an international number, and the number within it; `None`: there are too few digits to tell.
fn in_country(digits: &str) -> Option<(&str, &str)> {
    let two = digits.get(..2).is_some_and(|two| OF_TWO.contains(&two));
    let length = match digits.bytes().next()? {
        b'0' => return None,
        b'1' | b'7' => 1,
        _ if two => 2,
        _ => 3,
    };
    let (country, rest) = digits.split_at_checked(length)?;
    // Italy writes the zero of the area after its country too; without it both forms are the same.
    Some((country, rest.trim_start_matches('0')))
}

/// A number without what is dialled before it within its country: 0 in most, 1 in North America, 8 in Russia.
fn within(digits: &str) -> &str {
    let bare = digits.trim_start_matches('0');
    match bare.strip_prefix(['1', '8']) {
        Some(rest) if bare.len() == digits.len() && rest.len() == 10 => rest,
        _ => bare,
    }
}

/// What is looked for when somebody types a number, or a part of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sought {
    /// It begins so.
    pub begins: Vec<String>,
    /// This is in it.
    pub holds: Option<String>,
    /// It is this.
    pub is: Vec<String>,
}

impl Sought {
    /// Whether this finds a number that is found by `found_by`.
    #[must_use]
    pub fn finds(&self, found_by: &str) -> bool {
        self.begins.iter().any(|begin| found_by.starts_with(begin.as_str()))
            || self.holds.as_ref().is_some_and(|part| found_by.contains(part.as_str()))
            || self.is.iter().any(|whole| found_by == whole)
    }
}

/// Reads what somebody types to find a number; `None`: it is none.
#[must_use]
pub fn sought(typed: &str) -> Option<Sought> {
    let dial = dialled(typed.trim())?;
    let digits = dial.trim_start_matches('+');
    if !DIGITS.contains(&digits.len()) {
        return None;
    }
    if dial.starts_with('+') {
        let Some((country, rest)) = in_country(digits) else {
            return Some(Sought { begins: vec![format!("+{digits}")], ..Sought::default() });
        };
        let mut begins = vec![format!("+{country}.{rest}")];
        if rest.len() >= *DIGITS.start() {
            begins.push(format!(".{rest}"));
        }
        return Some(Sought { begins, holds: None, is: ends(rest) });
    }
    let rest = within(digits);
    if digits.starts_with('0') {
        // The area stands at the beginning, whatever the country.
        let holds = (!rest.is_empty()).then(|| format!(".{rest}"));
        return Some(Sought { begins: Vec::new(), holds, is: ends(rest) });
    }
    // Programs hand over international numbers without the +.
    let begins = in_country(digits).filter(|(_, rest)| !rest.is_empty());
    let begins = begins.map(|(country, rest)| format!("+{country}.{rest}")).into_iter().collect();
    Some(Sought { begins, holds: Some(rest.to_owned()), is: ends(rest) })
}

/// The same number for people who leave its area out.
fn ends(rest: &str) -> Vec<String> {
    let longest = rest.len().saturating_sub(1);
    (LOCAL..=longest).map(|length| format!(".{}", &rest[rest.len() - length..])).collect()
}
