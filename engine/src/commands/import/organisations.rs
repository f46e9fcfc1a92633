//! Takes over organisations from a table.

use std::collections::HashSet;

use super::{ImportOutcome, ImportTable, Imported, read, row};
use crate::{
    actor::Actor,
    commands::{
        CreateOrganisation, UpdateOrganisation,
        organisation::{clean_domains, make as make_organisation},
    },
    content::table::{Known, Line},
    engine::Engine,
    error::{Error, Result},
    model::OrganisationId,
    policy::Action,
    store::{Work, names::folded, people},
};

/// The columns, and what other programs call them.
const COLUMNS: [Known; 3] = [
    ("name", &["name", "organisation", "organization", "company", "firma", "unternehmen"]),
    ("domains", &["domains", "domain", "maildomains", "domänen", "domäne"]),
    ("externalId", &["externalid", "externeid", "externekennung"]),
];

impl Engine {
    /// Takes over organisations, for admins: those that nobody knows are created and share nothing; those that are known by
    /// name or `externalId` get the domains and the `externalId` of the file in addition. None is removed.
    ///
    /// Columns: `name`, and as wanted `domains` (separated by blanks, commas or semicolons) and `externalId`, also under the
    /// usual other headings in English and German. Domains at which anybody gets an address are refused.
    ///
    /// # Errors
    /// [`Error::BadInput`] for `csv`, when the file is no such table; [`Error::Forbidden`]; [`Error::MissingScope`].
    pub async fn import_organisations(&self, actor: &Actor, input: &ImportTable) -> Result<Imported> {
        let _ = self.permit(actor, Action::ManageHouse, None)?;
        let table = read(&input.csv, &COLUMNS, "name")?;
        let mut seen = HashSet::new();
        let mut rows = Vec::with_capacity(table.lines.len());
        for line in &table.lines {
            let name = line.get("name").unwrap_or_default();
            let done = if seen.insert(folded(name)) {
                Box::pin(self.import_organisation(actor, input.preview, line, name)).await
            } else {
                Err(Error::bad("name", "import-twice", format!("{name} stands in the file before.")))
            };
            rows.push(row(line.number, name.to_owned(), done)?);
        }
        Ok(Imported { rows, ignored: table.ignored })
    }

    async fn import_organisation(
        &self,
        actor: &Actor,
        preview: bool,
        line: &Line,
        name: &str,
    ) -> Result<ImportOutcome> {
        let external_id = line.get("externalId").map(str::to_owned);
        let domains = clean_domains(&domains(line))?;
        let work = Work::begin(self).await?;
        let Some(known) = known(&work, name, external_id.as_deref()).await? else {
            let create = CreateOrganisation {
                name: name.to_owned(),
                domains,
                external_id,
                ..CreateOrganisation::default()
            };
            let (permit, wanted) = self.prepare_organisation(actor, &create)?;
            make_organisation(&work, actor, wanted).await?;
            if !preview {
                work.commit(permit, Vec::new()).await?;
            }
            return Ok(ImportOutcome::Created);
        };
        let row = people::lock_organisation(work.tx(), known).await?;
        let mut owned = people::domains_of(work.tx(), known).await?;
        let before = owned.len();
        owned.extend(domains);
        owned.sort_unstable();
        owned.dedup();
        let update = UpdateOrganisation {
            domains: (owned.len() > before).then_some(owned),
            external_id: external_id.filter(|id| Some(id) != row.external_id.as_ref()),
            ..UpdateOrganisation::default()
        };
        if update == UpdateOrganisation::default() {
            return Ok(ImportOutcome::Unchanged);
        }
        let permit = self.permit(actor, Action::ManageHouse, None)?;
        self.change_organisation(&work, actor, known, update).await?;
        if !preview {
            work.commit(permit, Vec::new()).await?;
        }
        Ok(ImportOutcome::Updated)
    }
}

/// The organisation of a line: by what another system calls it, or by its name.
async fn known(work: &Work<'_>, name: &str, external_id: Option<&str>) -> Result<Option<OrganisationId>> {
    let by_id = match external_id {
        Some(id) => people::organisation_of_external_id(work.tx(), id).await?,
        None => None,
    };
    match by_id {
        Some(known) => Ok(Some(known)),
        None => people::organisation_called(work.tx(), name).await,
    }
}

fn domains(line: &Line) -> Vec<String> {
    let written = line.get("domains").unwrap_or_default();
    let words = written.split(|letter: char| letter.is_whitespace() || matches!(letter, ',' | ';'));
    words.filter(|word| !word.is_empty()).map(|word| word.trim_start_matches('@').to_owned()).collect()
}
