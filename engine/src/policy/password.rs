//! What a password must have: one pure rule for every path on which a password is set.

use std::fmt;

/// Longer passwords are refused, since hashing them would be work that a stranger can order.
pub const LONGEST: usize = 1024;

/// What a password must have at least. Letters are those of Unicode: `Ä` is upper case, `ß` is lower case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PasswordRule {
    /// Characters in all.
    pub min_length: usize,
    /// Digits among them.
    pub digits: usize,
    /// Lower-case letters among them.
    pub lower: usize,
    /// Upper-case letters among them.
    pub upper: usize,
}

impl Default for PasswordRule {
    /// Eight characters, one digit, two lower-case and two upper-case letters.
    fn default() -> Self {
        Self { min_length: 8, digits: 1, lower: 2, upper: 2 }
    }
}

/// One part of the rule that a password does not meet, with the number that would.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Missing {
    /// It has fewer characters than this.
    Length(usize),
    /// It has fewer digits than this.
    Digits(usize),
    /// It has fewer lower-case letters than this.
    Lower(usize),
    /// It has fewer upper-case letters than this.
    Upper(usize),
    /// It has more characters than this.
    TooLong(usize),
}

impl PasswordRule {
    /// Every part of the rule that `password` does not meet, in the order in which people read the rule.
    #[must_use]
    pub fn missing(&self, password: &str) -> Vec<Missing> {
        let count = |is: fn(char) -> bool| password.chars().filter(|&letter| is(letter)).count();
        let length = password.chars().count();
        let checks = [
            (length < self.min_length, Missing::Length(self.min_length)),
            (count(char::is_numeric) < self.digits, Missing::Digits(self.digits)),
            (count(char::is_lowercase) < self.lower, Missing::Lower(self.lower)),
            (count(char::is_uppercase) < self.upper, Missing::Upper(self.upper)),
            (length > LONGEST, Missing::TooLong(LONGEST)),
        ];
        checks.into_iter().filter_map(|(fails, missing)| fails.then_some(missing)).collect()
    }
}

impl Missing {
    /// A stable word, by which an interface finds its own text.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Length(_) => "length",
            Self::Digits(_) => "digits",
            Self::Lower(_) => "lower",
            Self::Upper(_) => "upper",
            Self::TooLong(_) => "too-long",
        }
    }

    /// All of `missing` as the end of a sentence: `at least 8 characters, at least 1 digit`.
    #[must_use]
    pub fn sentence(missing: &[Self]) -> String {
        missing.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
    }
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (bound, number, thing) = match *self {
            Self::Length(number) => ("least", number, "character"),
            Self::Digits(number) => ("least", number, "digit"),
            Self::Lower(number) => ("least", number, "lower-case letter"),
            Self::Upper(number) => ("least", number, "upper-case letter"),
            Self::TooLong(number) => ("most", number, "character"),
        };
        let plural = if number == 1 { "" } else { "s" };
        write!(f, "at {bound} {number} {thing}{plural}")
    }
}
