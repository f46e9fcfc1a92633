//! `[mail.oauth.NAME]`: providers of mail that are asked for tokens, and the application that was registered there.

use std::collections::BTreeMap;

use ::mail::oauth::{Provider, endpoint};
use engine::MailSecret;
use engine::content::quoted;

use super::brand::one_line;
use super::section::Section;
use super::similar;

/// The providers by their names.
pub type Oauth = BTreeMap<String, Provider>;

/// Whose endpoints and scopes are known.
#[derive(Clone, Copy)]
enum Known {
    Microsoft,
    Google,
}

/// Reads all of them.
pub(super) fn read(mail: &Section<'_>) -> Oauth {
    let mut providers = Oauth::new();
    for (name, section) in mail.named("oauth") {
        let provider = provider(&name, section);
        providers.insert(name, provider);
    }
    providers
}

/// The provider that a mailbox or the mail server names by `oauth`; a name that is not configured is a mistake.
pub(super) fn named(section: &Section<'_>, providers: &Oauth) -> Option<String> {
    section.parsed("oauth", |name| {
        if providers.contains_key(name) {
            return Ok(name.to_owned());
        }
        let known: Vec<&str> = providers.keys().map(String::as_str).collect();
        Err(match similar::closest(name, &known) {
            Some(meant) => format!("[mail.oauth.{name}] is not configured; did you mean \"{meant}\"?"),
            None => format!("[mail.oauth.{name}] is not configured; add it, with a provider and a client_id"),
        })
    })
}

fn provider(name: &str, section: Section<'_>) -> Provider {
    section
        .missing("client_id", "is missing; add client_id = \"…\", which the provider gave your application");
    let known = section.choice("provider", &[("microsoft", Known::Microsoft), ("google", Known::Google)]);
    let tenant = section.parsed("tenant", tenant);
    let client_id = section.parsed("client_id", one_line).unwrap_or_default();
    let secret = section.text_or_file("client_secret", "client_secret_file").map(MailSecret::new);
    let urls = ["authorize_url", "token_url", "device_url"].map(|key| section.parsed(key, endpoint));
    let scopes = section.texts_if_given("scopes", one_line);
    let title = section.parsed("title", one_line);
    if tenant.is_some() && !matches!(known, Some(Known::Microsoft)) {
        section.wrong("tenant", "requires provider = \"microsoft\"");
    }
    let preset = match known {
        Some(Known::Microsoft) => {
            let tenant = tenant.unwrap_or_else(|| "organizations".to_owned());
            Some(Provider::microsoft(&tenant, client_id.clone(), secret.clone()))
        }
        Some(Known::Google) => Some(Provider::google(client_id.clone(), secret.clone())),
        None => None,
    };
    if preset.is_none() {
        let why = "is missing; add it, or set provider to \"microsoft\" or \"google\"";
        for key in ["authorize_url", "token_url", "scopes"] {
            section.missing(key, why);
        }
    }
    section.finish();
    let preset = preset.unwrap_or_else(|| Provider {
        title: name.to_owned(),
        authorize_url: String::new(),
        token_url: String::new(),
        device_url: None,
        scopes: Vec::new(),
        extra: Vec::new(),
        client_id,
        client_secret: secret,
    });
    let [authorize_url, token_url, device_url] = urls;
    Provider {
        title: title.unwrap_or(preset.title),
        authorize_url: authorize_url.unwrap_or(preset.authorize_url),
        token_url: token_url.unwrap_or(preset.token_url),
        device_url: device_url.or(preset.device_url),
        scopes: scopes.unwrap_or(preset.scopes),
        ..preset
    }
}

fn tenant(text: &str) -> Result<String, String> {
    let fits = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '.');
    if !text.is_empty() && text.chars().all(fits) {
        return Ok(text.to_owned());
    }
    Err(format!(
        "must be the id or domain of a directory, such as \"example.onmicrosoft.com\", not {}",
        quoted(text)
    ))
}
