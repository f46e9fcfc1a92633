//! Takes over customers from a table.

use super::{
    ImportOutcome, ImportTable, Imported, ImportedChange, TRIES,
    progress::Progress,
    read, refuse_surplus,
    seen::{Claim, Seen, Told},
};
use crate::{
    actor::Actor,
    commands::{
        CreateOrganisation, CreateUser, UpdateUser,
        organisation::make as make_organisation,
        user::{make as make_user, refuse_gone},
    },
    content::{
        address, quoted,
        table::{Known, Line},
    },
    engine::Engine,
    error::{Error, Result},
    model::{OrganisationId, PhoneNumber, Role},
    policy::Action,
    rules::phone,
    store::{Work, entity::account, memberships, names::folded, people, phones},
};

/// The columns, and what other programs call them.
const COLUMNS: [Known; 9] = [
    ("email", &["email", "emailaddress", "emailadresse", "mail", "mailaddress", "mailadresse"]),
    ("name", &["name", "fullname", "displayname", "anzeigename", "vollständigername"]),
    ("firstName", &["firstname", "givenname", "vorname"]),
    ("lastName", &["lastname", "surname", "familyname", "nachname", "familienname"]),
    ("organisation", &["organisation", "organization", "company", "firma", "unternehmen"]),
    ("userName", &["username", "benutzername", "login"]),
    ("locale", &["locale", "language", "sprache"]),
    ("externalId", &["externalid", "externeid", "externekennung"]),
    ("phone", &["phone", "phones", "phonenumber", "telephone", "telefon", "telefonnummer", "rufnummer"]),
];

impl Engine {
    /// Takes over customers, for admins: who is unknown is created without a password and without a letter; of who is known
    /// by their current address, what the file says else is changed, and an organisation is added to theirs. Nobody is
    /// removed, and nobody of the staff is changed. Refused are a further or former address of somebody, who is deactivated,
    /// an `externalId` of another person, and what a line before speaks of.
    ///
    /// Columns: `email`, and as wanted `name` (or `firstName`, `lastName`), `organisation` (a name), `userName`, `locale`,
    /// `externalId` and `phone` (several separated by semicolons, added to those that are known), also under the usual other headings in English and German.
    ///
    /// # Errors
    /// [`Error::BadInput`] for `csv` or [`Error::BadLine`], when the file is no such table; [`Error::ImportBusy`]; [`Error::Forbidden`];
    /// [`Error::MissingScope`].
    pub async fn import_users(&self, actor: &Actor, input: &ImportTable) -> Result<Imported> {
        let _ = self.permit(actor, Action::ManageHouse, None)?;
        let _ = self.permit(actor, Action::GrantAccess, None)?;
        let table = read(input, &COLUMNS, "email")?;
        let mut progress = Progress::begin(self, input.within).await?;
        for line in &table.lines {
            if progress.is_late() {
                break;
            }
            let name = line.get("email").unwrap_or_default();
            let (done, told) = self.try_person(actor, input, line, &mut progress.seen).await;
            if !progress.note(line, name, told, done)? {
                break;
            }
        }
        Ok(progress.end(table))
    }

    async fn try_person(
        &self,
        actor: &Actor,
        input: &ImportTable,
        line: &Line,
        seen: &mut Seen,
    ) -> (Result<ImportOutcome>, Told) {
        if let Err(error) = refuse_surplus(line) {
            return (Err(error), Told::default());
        }
        let written = line.get("email").unwrap_or_default();
        let Some(email) = address::normalise(written) else {
            return (Err(invalid(written)), Told::default());
        };
        if let Err(error) = seen.claim(Claim::Address(email.clone())) {
            return (Err(error), Told::default());
        }
        let mut tries = 1;
        loop {
            let mut told = Told::default();
            let done = self.import_person(actor, input, line, &email, seen, &mut told);
            match Box::pin(done).await {
                Err(error) if tries < TRIES && self.may_have_raced(&error) => tries += 1,
                done => return (done, told),
            }
        }
    }

    async fn import_person(
        &self,
        actor: &Actor,
        input: &ImportTable,
        line: &Line,
        email: &str,
        seen: &Seen,
        told: &mut Told,
    ) -> Result<ImportOutcome> {
        told.claims.extend(line.get("externalId").map(|id| Claim::ExternalId(id.to_owned())));
        told.claims.extend(line.get("userName").map(|name| Claim::UserName(folded(name))));
        told.claims.iter().try_for_each(|claim| seen.refuse(claim))?;
        let work = Work::begin(self).await?;
        let known = known(&work, email, line.get("externalId"), told).await?;
        let organisation = self.import_organisation_of(&work, actor, input, line, told).await?;
        let Some(known) = known else {
            let create = CreateUser {
                name: name_of(line).unwrap_or_else(|| address::spoken(email)),
                email: email.to_owned(),
                user_name: line.get("userName").map(str::to_owned),
                organisation,
                locale: line.get("locale").map(locale),
                external_id: line.get("externalId").map(str::to_owned),
                phones: phones_of(line),
                ..CreateUser::default()
            };
            tell_new(told, line, &create);
            let (permit, wanted) = self.prepare_user(actor, create).await?;
            make_user(&work, actor, wanted).await?;
            if !input.preview {
                work.commit(permit, Vec::new()).await?;
            }
            return Ok(ImportOutcome::Created);
        };
        let belongs = memberships::of(work.tx(), known.id.into()).await?;
        let reached = phones::of(work.tx(), known.id.into()).await?;
        let update =
            UpdateUser { phones: further(&reached, line)?, ..update(&known, line, &belongs, organisation) };
        if update == UpdateUser::default() {
            return Ok(ImportOutcome::Unchanged);
        }
        tell(told, &known, line, &update);
        tell_phones(told, &reached, &update);
        let id = known.id.into();
        let wanted = self.prepare_change(actor, id, update).await?;
        let (permit, _, events) = self.change_user(&work, actor, id, wanted).await?;
        if !input.preview {
            work.commit(permit, events).await?;
        }
        Ok(ImportOutcome::Updated)
    }

    /// The organisation that a line names, made for it if that is wanted.
    async fn import_organisation_of(
        &self,
        work: &Work<'_>,
        actor: &Actor,
        input: &ImportTable,
        line: &Line,
        told: &mut Told,
    ) -> Result<Option<OrganisationId>> {
        let Some(name) = line.get("organisation") else { return Ok(None) };
        if let Some(known) = people::organisation_called(work.tx(), name).await? {
            return Ok(Some(known));
        }
        if !input.create_organisations {
            let message = format!("Organisation {} not found.", quoted(name));
            return Err(Error::bad("organisation", "organisation-unknown", message));
        }
        let create = CreateOrganisation { name: name.to_owned(), ..CreateOrganisation::default() };
        let (_, wanted) = self.prepare_organisation(actor, &create)?;
        let made = make_organisation(work, actor, wanted).await?;
        told.made = Some(made.name);
        Ok(Some(made.id))
    }
}

/// The person of a line, locked: by their current address. A further or a former one is no proof of who is meant, and what
/// another system calls somebody must not lead to two.
async fn known(
    work: &Work<'_>,
    email: &str,
    external_id: Option<&str>,
    told: &mut Told,
) -> Result<Option<account::Model>> {
    let by_address = match people::by_address(work.tx(), email).await? {
        Some(found) => Some(people::lock(work.tx(), found.id.into()).await?),
        None => None,
    };
    if let Some(found) = &by_address
        && found.email != email
    {
        told.meant = Some(found.email.clone());
        let message =
            format!("{email} is an additional or former address of {}. Use that address.", found.email);
        return Err(Error::bad("email", "import-other-address", message));
    }
    let by_id = match external_id {
        Some(id) => people::by_external_id(work.tx(), id).await?,
        None => None,
    };
    let by_address = match (by_address, &by_id) {
        // Somebody else made them between the two looks.
        (None, Some(made)) if made.email == email => Some(people::lock(work.tx(), made.id.into()).await?),
        (found, _) => found,
    };
    if let Some(by_id) = by_id
        && by_address.as_ref().map(|one| one.id) != Some(by_id.id)
    {
        let message = format!("The externalId belongs to {}. Change the address there first.", by_id.email);
        told.meant = Some(by_id.email);
        return Err(Error::bad("externalId", "import-other-person", message));
    }
    let Some(known) = by_address else { return Ok(None) };
    refuse_gone(&known)?;
    if known.role != Role::Customer.as_str() {
        let message = "This person is a staff member. An import can only change customers.";
        return Err(Error::bad("email", "import-staff", message));
    }
    if !known.active {
        let message = "This person is deactivated. Activate them first or remove this line.";
        return Err(Error::bad("email", "import-deactivated", message));
    }
    Ok(Some(known))
}

/// What of a person a line says else.
fn update(
    known: &account::Model,
    line: &Line,
    belongs: &[OrganisationId],
    organisation: Option<OrganisationId>,
) -> UpdateUser {
    let other = |value: Option<String>, was: Option<&str>| value.filter(|value| Some(value.as_str()) != was);
    let joined = organisation.filter(|one| !belongs.contains(one));
    let chosen = Some(known.locale.as_str()).filter(|_| known.locale_chosen == Some(true));
    UpdateUser {
        name: other(name_of(line), Some(&known.name)),
        user_name: other(line.get("userName").map(str::to_owned), known.user_name.as_deref()),
        locale: other(line.get("locale").map(locale), chosen),
        external_id: other(line.get("externalId").map(str::to_owned), known.external_id.as_deref()),
        organisations: joined.map(|one| belongs.iter().copied().chain([one]).collect()),
        ..UpdateUser::default()
    }
}

/// Tells what a new person is made of.
fn tell_new(told: &mut Told, line: &Line, create: &CreateUser) {
    let made = [
        ("name", Some(create.name.as_str())),
        ("userName", create.user_name.as_deref()),
        ("locale", create.locale.as_deref()),
        ("externalId", create.external_id.as_deref()),
        ("phone", line.get("phone")),
        ("organisation", line.get("organisation")),
    ];
    let made = made.into_iter().filter_map(|(field, to)| Some(ImportedChange::new(field, None, to?)));
    told.changes.extend(made);
}

/// Tells what of a person changes, and what no later line may give to another.
fn tell(told: &mut Told, known: &account::Model, line: &Line, update: &UpdateUser) {
    let chosen = Some(known.locale.as_str()).filter(|_| known.locale_chosen == Some(true));
    let changes = [
        ("name", Some(known.name.as_str()), update.name.as_deref()),
        ("userName", known.user_name.as_deref(), update.user_name.as_deref()),
        ("locale", chosen, update.locale.as_deref()),
        ("externalId", known.external_id.as_deref(), update.external_id.as_deref()),
        ("organisation", None, line.get("organisation").filter(|_| update.organisations.is_some())),
    ];
    let changes = changes.into_iter().filter_map(|(field, from, to)| Some((field, from, to?)));
    told.changes.extend(changes.map(|(field, from, to)| ImportedChange::new(field, from, to)));
    if update.external_id.is_some() {
        told.claims.extend(known.external_id.clone().map(Claim::ExternalId));
    }
    if update.user_name.is_some() {
        told.claims.extend(known.user_name_folded.clone().map(Claim::UserName));
    }
}

/// Tells which numbers a person has now.
fn tell_phones(told: &mut Told, reached: &[PhoneNumber], update: &UpdateUser) {
    if let Some(all) = &update.phones {
        let was = reached.iter().map(|known| known.number.as_str()).collect::<Vec<_>>().join("; ");
        let was = Some(was.as_str()).filter(|was| !was.is_empty());
        told.changes.push(ImportedChange::new("phone", was, &all.join("; ")));
    }
}

/// The telephone numbers of a line.
fn phones_of(line: &Line) -> Vec<String> {
    let numbers = line.get("phone").unwrap_or_default().split([';', '\n']).map(str::trim);
    numbers.filter(|number| !number.is_empty()).map(str::to_owned).collect()
}

/// All numbers of a person with those of a line that they do not have; `None`: they have them all.
fn further(reached: &[PhoneNumber], line: &Line) -> Result<Option<Vec<String>>> {
    let mut all: Vec<String> = reached.iter().map(|known| known.number.clone()).collect();
    let new = phone::chosen(&phones_of(line))?.into_iter();
    let new = new.filter(|phone| reached.iter().all(|known| known.dial != phone.dial));
    all.extend(new.map(|phone| phone.typed));
    Ok((all.len() > reached.len()).then_some(all))
}

/// The name as one text.
fn name_of(line: &Line) -> Option<String> {
    let parts = [line.get("firstName"), line.get("lastName")];
    let joined = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
    line.get("name").map(str::to_owned).or_else(|| Some(joined).filter(|joined| !joined.is_empty()))
}

/// A language, as programs and people write it: `de`, `de-DE`, `Deutsch`.
fn locale(written: &str) -> String {
    let written = written.to_lowercase();
    match written.as_str() {
        "deutsch" | "german" => "de".to_owned(),
        "englisch" | "english" => "en".to_owned(),
        _ => written.split(['-', '_']).next().unwrap_or_default().to_owned(),
    }
}

fn invalid(written: &str) -> Error {
    Error::email_invalid("email", written)
}
