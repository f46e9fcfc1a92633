//! An error with what lies beneath it in one line, for the log and for whoever runs the service.

use std::{error::Error as StdError, fmt, iter::successors};

use super::{Code, Error};

/// An error with its causes, as logs and the operator are told of it: each word once, and without the sentence that people are
/// shown in the place of a fault of ours.
#[derive(Debug, Clone, Copy)]
pub struct Causes<'a>(pub &'a (dyn StdError + 'static));

impl fmt::Display for Causes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut told = String::new();
        for cause in
            successors(Some(self.0), |cause| (*cause).source()).filter(|cause| !is_for_people(*cause))
        {
            let words = cause.to_string();
            let words = without_position(without_labels(&words));
            if told.contains(words) {
                continue;
            }
            let parted = if told.is_empty() { "" } else { ": " };
            told = format!("{}{parted}{words}", told.trim_end_matches('.'));
        }
        // Where nothing lies beneath, the sentence for people is all there is.
        let told = if told.is_empty() { self.0.to_string() } else { told };
        f.write_str(&told.replace('\n', " "))
    }
}

/// Whether it says no more than that something failed.
fn is_for_people(error: &(dyn StdError + 'static)) -> bool {
    let ours = error.downcast_ref::<Error>();
    ours.is_some_and(|error| matches!(error.code(), Code::Internal | Code::Unavailable))
}

/// What the driver of the database says, without the kinds of fault that it puts before it.
fn without_labels(text: &str) -> &str {
    let labels = [
        "Query Error: ",
        "Execution Error: ",
        "Connection Error: ",
        "Custom Error: ",
        "error returned from database: ",
        "error communicating with database: ",
    ];
    let mut text = text.trim();
    while let Some(rest) = labels.iter().find_map(|label| text.strip_prefix(label)) {
        text = rest.trim();
    }
    text
}

/// What PostgreSQL says, without the line of its own source that the driver puts behind it: people take that for one of theirs.
fn without_position(text: &str) -> &str {
    match text.rsplit_once(" at line ") {
        Some((words, line)) if !line.is_empty() && line.bytes().all(|byte| byte.is_ascii_digit()) => words,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use std::{fmt, sync::Arc};

    use sea_orm::{DbErr, RuntimeErr, sqlx};

    use super::Causes;
    use crate::error::Error;

    /// An error beneath which another lies.
    #[derive(Debug)]
    struct Over(&'static str, Error);

    impl fmt::Display for Over {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(self.0)
        }
    }

    impl std::error::Error for Over {
        fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
            Some(&self.1)
        }
    }

    #[test]
    fn each_word_is_told_once_and_nothing_that_people_are_shown_instead() {
        for (error, told) in [
            (Error::Unauthenticated, "You must be logged in."),
            (Error::unavailable("the database does not answer"), "the database does not answer"),
            (Error::internal(std::io::Error::other("two\nlines")), "two lines"),
            (
                Error::unavailable("could not extend file \"base/5/16400\" at line 486"),
                "could not extend file \"base/5/16400\"",
            ),
            (Error::internal("expected a value at line 3 column 5"), "expected a value at line 3 column 5"),
        ] {
            assert_eq!(Causes(&error).to_string(), told);
        }
        let broken = Arc::new(sqlx::Error::Protocol("the line broke".to_owned()));
        let told = Causes(&Error::unavailable(DbErr::Query(RuntimeErr::SqlxError(broken)))).to_string();
        assert!(told.matches("the line broke").count() == 1 && !told.contains("Query Error"), "{told}");
        let over = Over("It failed.", Error::unavailable("nobody answers"));
        assert_eq!(Causes(&over).to_string(), "It failed: nobody answers");
        let over = Over("nobody answers any more", Error::unavailable("nobody answers"));
        assert_eq!(Causes(&over).to_string(), "nobody answers any more");
    }
}
