//! `schalter user create`: the first admin, and whoever else is set up from the command line.

use std::io::{self, BufRead as _};

use engine::content::quoted;
use engine::{Actor, CreateOrganisation, CreateUser, Engine, OrganisationId, Role};

use super::{lookup, output};
use crate::cli::{RoleName, UserCreate};
use crate::config::Config;
use crate::failure::Failure;

/// Creates the person and prints one line.
pub(super) async fn run(config: &Config, asked: UserCreate) -> Result<(), Failure> {
    let password = if asked.password_stdin { Some(password()?) } else { None };
    let engine = super::open(config).await?;
    let created = create(&engine, &asked, password).await;
    engine.close().await;
    let line = created?;
    output::line(&line)?;
    output::worked_on(config);
    Ok(())
}

async fn create(engine: &Engine, asked: &UserCreate, password: Option<String>) -> Result<String, Failure> {
    let organisation = match &asked.organisation {
        Some(name) => Some(organisation(engine, name, asked.create_organisation).await?),
        None => None,
    };
    let with_password = password.is_some();
    let input = CreateUser {
        email: asked.email.clone(),
        name: asked.name.clone(),
        user_name: asked.user_name.clone(),
        role: role(asked.role),
        organisation,
        locale: asked.locale.clone(),
        password,
        invite: false,
        ..CreateUser::default()
    };
    let user = engine.create_user(&Actor::system(), input).await?;
    let alone = engine.settings().accounts.single_sign_on.contains(&user.role);
    let next = if alone && with_password {
        "; the password has no effect: this role can log in only with single sign-on".to_owned()
    } else if alone || with_password {
        String::new()
    } else {
        format!("; to set a password: {}/password", engine.settings().public_url)
    };
    Ok(format!("created {} ({}){next}", user.email, user.role.as_str().to_lowercase()))
}

/// The organisation of that name, created only when that was asked for: a typing error makes no company.
async fn organisation(engine: &Engine, name: &str, create: bool) -> Result<OrganisationId, Failure> {
    if let Some(found) = lookup::organisation(engine, name).await? {
        return Ok(found.id);
    }
    if !create {
        return Err(Failure::Refused(format!(
            "organisation {} not found; add --create-organisation to create it",
            quoted(name)
        )));
    }
    let input = CreateOrganisation { name: name.to_owned(), ..CreateOrganisation::default() };
    Ok(engine.create_organisation(&Actor::system(), input).await?.id)
}

fn role(name: RoleName) -> Role {
    match name {
        RoleName::Customer => Role::Customer,
        RoleName::Agent => Role::Agent,
        RoleName::Admin => Role::Admin,
    }
}

/// The first line of standard input, without its end.
pub(super) fn password() -> Result<String, Failure> {
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line).map_err(Failure::system("cannot read the password"))?;
    let password = line.trim_end_matches(['\r', '\n']);
    if password.is_empty() {
        return Err(Failure::Refused("no password was given on standard input".to_owned()));
    }
    Ok(password.to_owned())
}
