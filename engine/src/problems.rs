//! What is wrong with the fields of one input, gathered so that all of it is told at once.

use crate::error::{Code, Error, Result};

/// What is wrong with the fields of one input: each field once, in the order in which they were looked at.
#[derive(Debug, Default)]
pub(crate) struct Problems(Vec<Error>);

impl Problems {
    /// The value, or, where its field is wrong, an empty one that stands in for it until [`Problems::refuse`].
    ///
    /// # Errors
    /// What is not about a field, which ends the command at once.
    pub(crate) fn or_default<T: Default>(&mut self, looked: Result<T>) -> Result<T> {
        self.or_else(looked, T::default)
    }

    /// The same with another stand-in.
    ///
    /// # Errors
    /// What is not about a field, which ends the command at once.
    pub(crate) fn or_else<T>(&mut self, looked: Result<T>, instead: impl FnOnce() -> T) -> Result<T> {
        match looked {
            Ok(value) => Ok(value),
            Err(error) if error.code() == Code::BadUserInput && error.field().is_some() => {
                self.note(error);
                Ok(instead())
            }
            Err(error) => Err(error),
        }
    }

    /// Notes what is wrong with a field, unless something is already.
    pub(crate) fn note(&mut self, error: Error) {
        match error {
            Error::Several { first, others } => {
                self.note(*first);
                for other in others {
                    self.note(other);
                }
            }
            one if one.field().is_some_and(|field| self.concern(field)) => {}
            one => self.0.push(one),
        }
    }

    /// Whether something is wrong with this field.
    pub(crate) fn concern(&self, field: &str) -> bool {
        self.0.iter().any(|error| error.field() == Some(field))
    }

    /// Ends the command with everything that was noted.
    ///
    /// # Errors
    /// The one thing that is wrong, or [`Error::Several`].
    pub(crate) fn refuse(&mut self) -> Result<()> {
        let mut all = std::mem::take(&mut self.0).into_iter();
        let Some(first) = all.next() else { return Ok(()) };
        let others: Vec<Error> = all.collect();
        Err(if others.is_empty() { first } else { Error::Several { first: Box::new(first), others } })
    }
}

impl Error {
    /// This error, or, where several fields of the input are wrong, that of each, in their order.
    pub fn each(&self) -> impl Iterator<Item = &Self> {
        let (first, others) = match self {
            Self::Several { first, others } => (first.as_ref(), others.as_slice()),
            one => (one, <&[Self]>::default()),
        };
        std::iter::once(first).chain(others)
    }
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "a test that cannot go on has failed, and says why")]
mod tests {
    use super::*;

    fn wrong(field: &'static str, reason: &'static str) -> Result<String> {
        Err(Error::bad(field, reason, reason))
    }

    #[test]
    fn every_field_is_told_once_and_in_order() {
        let mut problems = Problems::default();
        assert_eq!(problems.or_default(Ok(1)).expect("a value"), 1);
        assert!(problems.refuse().is_ok(), "nothing is wrong");
        for (field, reason) in [("name", "empty"), ("email", "invalid"), ("name", "taken")] {
            assert_eq!(problems.or_default(wrong(field, reason)).expect("a stand-in"), "");
        }
        let mut outer = Problems::default();
        outer.note(problems.refuse().expect_err("refused"));
        outer.note(Error::bad("role", "unknown", "unknown"));
        let refused = outer.refuse().expect_err("refused");
        let told: Vec<_> = refused.each().map(|error| (error.field(), error.reason())).collect();
        assert_eq!(told, [(Some("name"), "empty"), (Some("email"), "invalid"), (Some("role"), "unknown")]);
        assert_eq!((refused.code(), refused.field()), (Code::BadUserInput, Some("name")));
    }

    #[test]
    fn one_problem_is_itself_and_what_is_about_no_field_ends_at_once() {
        let mut problems = Problems::default();
        problems.or_default(wrong("name", "empty")).expect("a stand-in");
        let forbidden = problems.or_default::<String>(Err(Error::Forbidden { action: "do this" }));
        assert_eq!(forbidden.expect_err("at once").code(), Code::Forbidden);
        assert!(matches!(problems.refuse(), Err(Error::BadInput { field: "name", .. })));
    }
}
