//! `[accounts]`: what a log-in needs beside the password; and `[[accounts.provider]]`: providers of single sign-on, and what their
//! claims mean here.

use std::fmt;
use std::path::PathBuf;

use engine::content::address::normalise_domain;
use engine::content::quoted;
use engine::{ProviderTerms, Role};
use oidc::{ClaimNames, ProviderSettings};
use url::{Host, Url};

use super::brand::one_line;
use super::section::Section;

/// Where everybody has an account.
const GOOGLE: &str = "https://accounts.google.com";
/// Tenants of Microsoft that are everybody's; the last one is that of private accounts.
const EVERYBODY: [&str; 4] = ["common", "organizations", "consumers", "9188040d-6c67-4c5b-b112-36a304b66dad"];

/// `[accounts]`
#[derive(Debug, Clone, Default)]
pub struct Accounts {
    /// Whose log-ins by password need a second factor.
    pub second_factor: Vec<Role>,
    /// Who logs in by single sign-on alone.
    pub single_sign_on: Vec<Role>,
    /// The providers, in the order of the file.
    pub providers: Vec<Provider>,
}

/// `[[accounts.provider]]`
#[derive(Clone)]
pub struct Provider {
    /// What the rules read.
    pub terms: ProviderTerms,
    /// What the provider calls us.
    pub client_id: String,
    /// What proves that we are that.
    pub client_secret: Option<String>,
    /// What is asked for.
    pub scopes: Vec<String>,
    /// Which claim holds what.
    pub claims: ClaimNames,
    /// Authorities that vouch for the provider's certificate, beside the system's.
    pub ca_file: Option<PathBuf>,
}

impl fmt::Debug for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Provider").field("terms", &self.terms).finish_non_exhaustive()
    }
}

impl Provider {
    /// How it is talked to, for a server that people find under `public_url`.
    #[must_use]
    pub fn settings(&self, public_url: &str) -> ProviderSettings {
        ProviderSettings {
            issuer: self.terms.issuer.clone(),
            client_id: self.client_id.clone(),
            client_secret: self.client_secret.clone(),
            scopes: self.scopes.clone(),
            claims: self.claims.clone(),
            redirect_uri: self.redirect_uri(public_url),
        }
    }

    /// Where the provider sends people back to; it has to be registered there.
    #[must_use]
    pub fn redirect_uri(&self, public_url: &str) -> String {
        format!("{public_url}/login/with/{}/callback", self.terms.key)
    }
}

impl Accounts {
    pub(super) fn read(section: Section<'_>) -> Self {
        let mut providers: Vec<Provider> = Vec::new();
        for section in section.sections("provider") {
            let Some(provider) = Provider::read(section, &providers) else { continue };
            providers.push(provider);
        }
        let second_factor = section.texts("second_factor", role);
        let single_sign_on = section.texts("single_sign_on", role);
        if !single_sign_on.is_empty() && providers.is_empty() {
            section.wrong("single_sign_on", "would lock these roles out: there is no [[accounts.provider]]");
        }
        section.finish();
        Self { second_factor, single_sign_on, providers }
    }
}

fn role(name: &str) -> Result<Role, String> {
    match name.trim() {
        "customer" => Ok(Role::Customer),
        "agent" => Ok(Role::Agent),
        "admin" => Ok(Role::Admin),
        other => Err(format!("must be \"admin\", \"agent\" or \"customer\", not {}", quoted(other))),
    }
}

impl Provider {
    fn read(section: Section<'_>, before: &[Self]) -> Option<Self> {
        let key = section.parsed("key", key);
        let name = section.parsed("name", one_line);
        let issuer = section.parsed("issuer", issuer);
        let client_id = section.parsed("client_id", one_line);
        section.missing(
            "key",
            "is missing; add key = \"keycloak\", which appears in URLs and must never change",
        );
        section.missing("name", "is missing; add name = \"Keycloak\", as people know it");
        section.missing("issuer", "is missing; add issuer = \"https://…\", exactly as the provider gives it");
        section.missing("client_id", "is missing; the provider shows it when you register Schalter there");
        if before.iter().any(|other| Some(&other.terms.key) == key.as_ref()) {
            section.wrong("key", "is already used by another provider");
        }
        let same = |other: &Self| {
            let bare = |text: &str| text.trim_end_matches('/').to_owned();
            issuer.as_deref().is_some_and(|issuer| bare(issuer) == bare(&other.terms.issuer))
        };
        if before.iter().any(same) {
            section.wrong("issuer", "is already used by another provider");
        }
        let terms = ProviderTerms {
            key: key.clone().unwrap_or_default(),
            name: name.clone().unwrap_or_default(),
            issuer: issuer.clone().unwrap_or_default(),
            create_accounts: section.boolean("create_accounts").unwrap_or(false),
            trust_email: section.boolean("trust_email").unwrap_or(false),
            domains: section.texts("domains", domain),
            admins: section.texts("admins", one_line),
            agents: section.texts("agents", one_line),
            customers: section.texts("customers", one_line),
            organisations: section.sections("organisation").into_iter().filter_map(organisation).collect(),
        };
        let by_group = [&terms.admins, &terms.agents, &terms.customers].iter().any(|list| !list.is_empty())
            || !terms.organisations.is_empty();
        let standard = ClaimNames::default();
        let groups = section.parsed("groups_claim", one_line);
        let read = Self {
            client_id: client_id.clone().unwrap_or_default(),
            client_secret: section.text_or_file("client_secret", "client_secret_file"),
            scopes: scopes(&section),
            claims: ClaimNames {
                email: section.parsed("email_claim", one_line).unwrap_or(standard.email),
                name: section.parsed("name_claim", one_line).unwrap_or(standard.name),
                groups: groups.or_else(|| by_group.then(|| "groups".to_owned())),
            },
            ca_file: section.file("ca_file"),
            terms,
        };
        refuse_unfit(&section, &read);
        section.finish();
        (key.is_some() && name.is_some() && issuer.is_some() && client_id.is_some()).then_some(read)
    }
}

/// What is well written, and yet lets in the wrong people or nobody.
fn refuse_unfit(section: &Section<'_>, provider: &Provider) {
    let terms = &provider.terms;
    if terms.issuer.trim_end_matches('/') == GOOGLE && terms.trust_email && terms.domains.is_empty() {
        section.wrong("trust_email", "would trust everybody with a Google account; add your domains");
    }
    let lists = [("admins", &terms.admins), ("agents", &terms.agents), ("customers", &terms.customers)];
    for (place, (name, groups)) in lists.iter().enumerate() {
        for (other, above) in lists.iter().take(place) {
            if let Some(group) = groups.iter().find(|group| above.contains(group)) {
                section.wrong(name, format!("contains {}, which is already in {other}", quoted(group)));
            }
        }
    }
    if provider.claims.email != ClaimNames::default().email && !terms.trust_email {
        let message = "is never verified, so it cannot identify accounts without trust_email = true";
        section.wrong("email_claim", message);
    }
}

fn organisation(section: Section<'_>) -> Option<(String, String)> {
    let group = section.parsed("group", one_line);
    let name = section.parsed("name", one_line);
    section.missing("group", "is missing; add group = \"…\", exactly as the provider gives it");
    section.missing("name", "is missing; add the organisation's name or external ID");
    section.finish();
    group.zip(name)
}

fn scopes(section: &Section<'_>) -> Vec<String> {
    let given = section.texts_if_given("scopes", |text| match text.trim() {
        word if !word.is_empty() && word.chars().all(|letter| letter.is_ascii_graphic()) => {
            Ok(word.to_owned())
        }
        _ => Err("must be words without spaces, such as \"openid\""),
    });
    match given {
        Some(given) if !given.iter().any(|scope| scope == "openid") => {
            section.wrong("scopes", "must contain \"openid\"");
            given
        }
        Some(given) => given,
        None => ["openid", "email", "profile"].map(str::to_owned).to_vec(),
    }
}

fn key(text: &str) -> Result<String, String> {
    let fits = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
    if text.is_empty() || text.len() > 32 || !text.chars().all(fits) {
        return Err("must be 1 to 32 lower-case letters, digits or hyphens".to_owned());
    }
    Ok(text.to_owned())
}

fn domain(text: &str) -> Result<String, String> {
    normalise_domain(text)
        .ok_or_else(|| format!("must be an email domain such as example.org, not {}", quoted(text)))
}

/// The issuer as it is written: tokens name it letter by letter.
fn issuer(text: &str) -> Result<String, String> {
    let url = Url::parse(text).map_err(|error| format!("is not a valid URL: {error}"))?;
    let local = match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    if url.scheme() != "https" && !(url.scheme() == "http" && local) {
        return Err(
            "must start with https://; http:// is allowed only for a provider on this machine".to_owned()
        );
    }
    if url.query().is_some()
        || url.fragment().is_some()
        || !url.username().is_empty()
        || url.password().is_some()
    {
        return Err("must be a URL without user, query and fragment".to_owned());
    }
    if text.ends_with("/.well-known/openid-configuration") {
        return Err("must not end with /.well-known/openid-configuration".to_owned());
    }
    let first = url.path_segments().and_then(|mut parts| parts.next()).unwrap_or_default();
    if url.host_str() == Some("login.microsoftonline.com")
        && EVERYBODY.iter().any(|tenant| tenant.eq_ignore_ascii_case(first))
    {
        return Err("would accept accounts of any tenant; use your own: https://login.microsoftonline.com/TENANT-ID/v2.0".to_owned());
    }
    Ok(text.to_owned())
}
