//! The command line.

use std::{fmt, path::PathBuf};

use clap::{Parser, ValueEnum};

use crate::data::plan::Plan;

/// What is measured, in the order of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum What {
    /// How long the disk takes to make four kilobytes durable: the reference of everything that is durable.
    Disk,
    /// Mail intake by pipe, one process each, one and four at a time, and in one process.
    Mail,
    /// Mail intake from a real Dovecot.
    Imap,
    /// A, B and C over HTTP at 1, 8 and 64 connections, beside sea-orm, plain SQL and fixed bytes.
    Graphql,
    /// Lists and a ticket as HTML, with their size.
    Pages,
    /// The numbers beside the lists.
    Counts,
    /// Rare, middle and common words.
    Search,
    /// Events to 1,000 and 10,000 subscribers with differing rights.
    Fanout,
    /// Start until ready, idle memory, size of the program.
    Start,
    /// The same pages on 10k tickets and on the chosen size.
    Growth,
}

/// How many tickets, each with three comments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Size {
    /// 10,000
    #[value(name = "10k")]
    Small,
    /// 100,000
    #[value(name = "100k")]
    Middle,
    /// 1,000,000; made once, which takes some minutes and some gigabytes
    #[value(name = "1m")]
    Large,
}

/// On which databases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Databases {
    /// A file
    Sqlite,
    /// A private server
    Postgres,
    /// One after the other
    Both,
}

/// One database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Sqlite,
    Postgres,
}

/// Measures the release build and prints one table, beside references of the same run (docs/performance.md).
#[derive(Debug, Parser)]
#[command(name = "tests/bench")]
pub(crate) struct Options {
    /// What to measure; everything, if nothing is named
    #[arg(value_enum)]
    pub(crate) what: Vec<What>,
    /// On how many tickets
    #[arg(long, value_enum, default_value = "100k")]
    pub(crate) tickets: Size,
    /// On which database
    #[arg(long, value_enum, default_value = "both")]
    pub(crate) database: Databases,
    /// Where to write the table as well
    #[arg(long, value_name = "FILE")]
    pub(crate) markdown: Option<PathBuf>,
    /// Where prepared data are kept and copies are worked on: on the disk that is to be measured. PostgreSQL must be
    /// able to get there. tests/bench chooses ~/.cache/schalter-bench, and for root /var/cache/schalter-bench
    #[arg(long, value_name = "DIR", env = "SCHALTER_BENCH_DATA")]
    pub(crate) data: PathBuf,
    /// Only prepare the data, and measure nothing
    #[arg(long)]
    pub(crate) prepare: bool,
}

impl Options {
    /// Whether this is to be measured.
    pub(crate) fn wants(&self, what: What) -> bool {
        self.what.is_empty() || self.what.contains(&what)
    }

    /// The databases to measure on.
    pub(crate) fn kinds(&self) -> &'static [Kind] {
        match self.database {
            Databases::Sqlite => &[Kind::Sqlite],
            Databases::Postgres => &[Kind::Postgres],
            Databases::Both => &[Kind::Sqlite, Kind::Postgres],
        }
    }
}

impl Size {
    /// The data of this size.
    pub(crate) fn plan(self) -> Plan {
        let tickets = match self {
            Self::Small => 10_000,
            Self::Middle => 100_000,
            Self::Large => 1_000_000,
        };
        Plan { tickets }
    }
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Small => "10k",
            Self::Middle => "100k",
            Self::Large => "1m",
        })
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
        })
    }
}
