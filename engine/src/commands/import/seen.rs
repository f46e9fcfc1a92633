//! What the lines of a table have said so far, so that a preview knows of a line what the import will find.

use std::collections::HashSet;

use uuid::Uuid;

use super::ImportedChange;
use crate::error::{Error, Result};

/// What only one line of a table may speak of.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Claim {
    Address(String),
    ExternalId(String),
    UserName(String),
    /// The name of an organisation, as it is compared.
    Name(String),
    Domain(String),
    Organisation(Uuid),
}

impl Claim {
    const fn field(&self) -> &'static str {
        match self {
            Self::Address(_) => "email",
            Self::ExternalId(_) => "externalId",
            Self::UserName(_) => "userName",
            Self::Name(_) | Self::Organisation(_) => "name",
            Self::Domain(_) => "domains",
        }
    }
}

/// What was claimed so far.
#[derive(Debug, Default)]
pub(super) struct Seen(HashSet<Claim>);

impl Seen {
    /// Refuses what another line speaks of, or took from who had it: only the next import can know who has it then.
    pub(super) fn refuse(&self, claim: &Claim) -> Result<()> {
        if self.0.contains(claim) { Err(twice(claim)) } else { Ok(()) }
    }

    /// Claims something whatever becomes of the line; refuses what is claimed already.
    pub(super) fn claim(&mut self, claim: Claim) -> Result<()> {
        self.refuse(&claim)?;
        self.0.insert(claim);
        Ok(())
    }

    /// Claims what a line that was taken over speaks of.
    pub(super) fn keep(&mut self, claims: Vec<Claim>) {
        self.0.extend(claims);
    }
}

fn twice(claim: &Claim) -> Error {
    let message = match claim {
        Claim::Organisation(_) => "An earlier line is about the same organisation.".to_owned(),
        Claim::Address(value)
        | Claim::ExternalId(value)
        | Claim::UserName(value)
        | Claim::Name(value)
        | Claim::Domain(value) => format!("An earlier line has the same {}: {value}.", claim.field()),
    };
    Error::bad(claim.field(), "import-twice", message)
}

/// What is found out about a line while it is taken over.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// Who or what is meant, where another stands in the file.
    pub(super) meant: Option<String>,
    pub(super) changes: Vec<ImportedChange>,
    /// The organisation that was made for it.
    pub(super) made: Option<String>,
    /// What no later line may speak of, once this one is taken over.
    pub(super) claims: Vec<Claim>,
}
