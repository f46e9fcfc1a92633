//! Wrong settings are collected and named all at once, so that nobody mends a file one line per try.

use std::fmt;
use std::path::PathBuf;

/// Where a value was written down.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// In the configuration file, on this line (counted from 1).
    Line(usize),
    /// In this environment variable.
    Variable(String),
    /// Nowhere: the value is missing.
    Absent,
}

/// One wrong or missing setting.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mistake {
    /// Where it stands.
    pub origin: Origin,
    /// The setting's full name, such as `mail.smtp.url`; empty when the file itself cannot be read.
    pub key: String,
    /// What is wrong and what to write instead.
    pub message: String,
}

/// Every mistake of one configuration, in the order of the file.
#[derive(Debug, Clone)]
pub struct Mistakes {
    pub(super) file: PathBuf,
    pub(super) list: Vec<Mistake>,
}

impl Mistakes {
    pub(super) fn new(file: PathBuf, mut list: Vec<Mistake>) -> Self {
        list.sort();
        list.dedup();
        Self { file, list }
    }

    /// The mistakes one by one.
    #[must_use]
    pub fn list(&self) -> &[Mistake] {
        &self.list
    }
}

impl fmt::Display for Mistakes {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, mistake) in self.list.iter().enumerate() {
            if index > 0 {
                writeln!(out)?;
            }
            match &mistake.origin {
                Origin::Line(line) => write!(out, "{}:{line}: ", self.file.display())?,
                Origin::Variable(name) => write!(out, "{name}: ")?,
                Origin::Absent => write!(out, "{}: ", self.file.display())?,
            }
            if mistake.key.is_empty() {
                write!(out, "{}", mistake.message)?;
            } else {
                write!(out, "{}: {}", mistake.key, mistake.message)?;
            }
        }
        Ok(())
    }
}

impl std::error::Error for Mistakes {}
