//! Takes over organisations from a table.

use super::{
    ImportOutcome, ImportTable, Imported, ImportedChange, TRIES,
    progress::Progress,
    read, refuse_surplus,
    seen::{Claim, Seen, Told},
};
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
    /// name or `externalId` get the domains and the `externalId` of the file in addition. None is removed. A name and an
    /// `externalId` that lead to two organisations are refused, and so is what a line before speaks of.
    ///
    /// Columns: `name`, and as wanted `domains` (separated by blanks, commas or semicolons) and `externalId`, also under the
    /// usual other headings in English and German. Domains at which anybody gets an address are refused.
    ///
    /// # Errors
    /// [`Error::BadInput`] for `csv` or [`Error::BadLine`], when the file is no such table; [`Error::ImportBusy`]; [`Error::Forbidden`];
    /// [`Error::MissingScope`].
    pub async fn import_organisations(&self, actor: &Actor, input: &ImportTable) -> Result<Imported> {
        let _ = self.permit(actor, Action::ManageHouse, None)?;
        let table = read(input, &COLUMNS, "name")?;
        let mut progress = Progress::begin(self, input.within).await?;
        for line in &table.lines {
            if progress.is_late() {
                break;
            }
            let name = line.get("name").unwrap_or_default();
            let (done, told) = self.try_organisation(actor, input.preview, line, &mut progress.seen).await;
            if !progress.note(line, name, told, done)? {
                break;
            }
        }
        Ok(progress.end(table))
    }

    async fn try_organisation(
        &self,
        actor: &Actor,
        preview: bool,
        line: &Line,
        seen: &mut Seen,
    ) -> (Result<ImportOutcome>, Told) {
        if let Err(error) = refuse_surplus(line) {
            return (Err(error), Told::default());
        }
        if let Some(name) = line.get("name")
            && let Err(error) = seen.claim(Claim::Name(folded(name)))
        {
            return (Err(error), Told::default());
        }
        let mut tries = 1;
        loop {
            let mut told = Told::default();
            match Box::pin(self.import_organisation(actor, preview, line, seen, &mut told)).await {
                Err(error) if tries < TRIES && self.may_have_raced(&error) => tries += 1,
                done => return (done, told),
            }
        }
    }

    async fn import_organisation(
        &self,
        actor: &Actor,
        preview: bool,
        line: &Line,
        seen: &Seen,
        told: &mut Told,
    ) -> Result<ImportOutcome> {
        let name = line.get("name").unwrap_or_default();
        let external_id = line.get("externalId").map(str::to_owned);
        let domains = clean_domains(&domains(line))?;
        told.claims.extend(external_id.clone().map(Claim::ExternalId));
        told.claims.extend(domains.iter().cloned().map(Claim::Domain));
        told.claims.iter().try_for_each(|claim| seen.refuse(claim))?;
        let work = Work::begin(self).await?;
        let Some(known) = known(&work, name, external_id.as_deref(), told).await? else {
            let create = CreateOrganisation {
                name: name.to_owned(),
                domains,
                external_id,
                ..CreateOrganisation::default()
            };
            if !create.domains.is_empty() {
                told.changes.push(ImportedChange::new("domains", None, &create.domains.join(", ")));
            }
            if let Some(external_id) = &create.external_id {
                told.changes.push(ImportedChange::new("externalId", None, external_id));
            }
            let (permit, wanted) = self.prepare_organisation(actor, &create)?;
            make_organisation(&work, actor, wanted).await?;
            if !preview {
                work.commit(permit, Vec::new()).await?;
            }
            return Ok(ImportOutcome::Created);
        };
        seen.refuse(&Claim::Organisation(known.0))?;
        told.claims.push(Claim::Organisation(known.0));
        let row = people::lock_organisation(work.tx(), known).await?;
        told.meant = (folded(&row.name) != folded(name)).then(|| row.name.clone());
        let before = people::domains_of(work.tx(), known).await?;
        let mut owned = before.clone();
        owned.extend(domains);
        owned.sort_unstable();
        owned.dedup();
        let update = UpdateOrganisation {
            domains: (owned.len() > before.len()).then_some(owned),
            external_id: external_id.filter(|id| Some(id) != row.external_id.as_ref()),
            ..UpdateOrganisation::default()
        };
        if update == UpdateOrganisation::default() {
            return Ok(ImportOutcome::Unchanged);
        }
        if let Some(domains) = &update.domains {
            let was = Some(before.join(", ")).filter(|was| !was.is_empty());
            told.changes.push(ImportedChange::new("domains", was.as_deref(), &domains.join(", ")));
        }
        if let Some(external_id) = &update.external_id {
            told.claims.extend(row.external_id.clone().map(Claim::ExternalId));
            told.changes.push(ImportedChange::new("externalId", row.external_id.as_deref(), external_id));
        }
        let permit = self.permit(actor, Action::ManageHouse, None)?;
        self.change_organisation(&work, actor, known, update).await?;
        if !preview {
            work.commit(permit, Vec::new()).await?;
        }
        Ok(ImportOutcome::Updated)
    }
}

/// The organisation of a line: by what another system calls it, or by its name; these must not lead to two.
async fn known(
    work: &Work<'_>,
    name: &str,
    external_id: Option<&str>,
    told: &mut Told,
) -> Result<Option<OrganisationId>> {
    let by_name = people::organisation_called(work.tx(), name).await?;
    let Some(external_id) = external_id else { return Ok(by_name) };
    let Some(by_id) = people::organisation_of_external_id(work.tx(), external_id).await? else {
        return Ok(by_name);
    };
    if by_name.is_some_and(|by_name| by_name != by_id) {
        told.meant = Some(people::lock_organisation(work.tx(), by_id).await?.name);
        let message = "Another organisation already has this externalId. Change it there first.";
        return Err(Error::bad("externalId", "import-other-organisation", message));
    }
    Ok(Some(by_id))
}

fn domains(line: &Line) -> Vec<String> {
    let written = line.get("domains").unwrap_or_default();
    let words = written.split(|letter: char| letter.is_whitespace() || matches!(letter, ',' | ';'));
    words.filter(|word| !word.is_empty()).map(|word| word.trim_start_matches('@').to_owned()).collect()
}
