//! What is known of a provider: where it is asked, for what, and as which application.

use engine::MailSecret;
use url::{Host, Url};

/// A provider of mail, and the application that was registered there.
#[derive(Debug, Clone)]
pub struct Provider {
    /// What people call it.
    pub title: String,
    /// Where a browser is sent to sign in.
    pub authorize_url: String,
    /// Where tokens are asked for.
    pub token_url: String,
    /// Where a code for another device is asked for; `None`: it has no such thing.
    pub device_url: Option<String>,
    /// What is asked for.
    pub scopes: Vec<String>,
    /// What else the page to sign in is given.
    pub extra: Vec<(String, String)>,
    /// The application.
    pub client_id: String,
    /// Its secret, if it has one.
    pub client_secret: Option<MailSecret>,
}

impl Provider {
    /// Microsoft 365; `tenant` is the directory's id or domain.
    #[must_use]
    pub fn microsoft(tenant: &str, client_id: String, client_secret: Option<MailSecret>) -> Self {
        let base = format!("https://login.microsoftonline.com/{tenant}/oauth2/v2.0");
        Self {
            title: "Microsoft".to_owned(),
            authorize_url: format!("{base}/authorize"),
            token_url: format!("{base}/token"),
            device_url: Some(format!("{base}/devicecode")),
            scopes: [
                "https://outlook.office365.com/IMAP.AccessAsUser.All",
                "https://outlook.office365.com/SMTP.Send",
                "offline_access",
            ]
            .map(str::to_owned)
            .to_vec(),
            extra: Vec::new(),
            client_id,
            client_secret,
        }
    }

    /// Gmail and Google Workspace. Their device flow does not grant mail, so there is none.
    #[must_use]
    pub fn google(client_id: String, client_secret: Option<MailSecret>) -> Self {
        let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        Self {
            title: "Google".to_owned(),
            authorize_url: "https://accounts.google.com/o/oauth2/v2/auth".to_owned(),
            token_url: "https://oauth2.googleapis.com/token".to_owned(),
            device_url: None,
            scopes: vec!["https://mail.google.com/".to_owned()],
            // Without both, only the very first sign-in gives a refresh token.
            extra: vec![pair("access_type", "offline"), pair("prompt", "consent")],
            client_id,
            client_secret,
        }
    }
}

/// Reads where a provider is asked: over TLS, but on this machine.
///
/// # Errors
/// Says what is wrong.
pub fn endpoint(text: &str) -> Result<String, String> {
    let url = Url::parse(text).map_err(|error| format!("is not a valid URL: {error}"))?;
    let is_local = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    match url.scheme() {
        "https" if url.host().is_some() => Ok(text.to_owned()),
        "http" if is_local => Ok(text.to_owned()),
        _ => Err("must start with https://".to_owned()),
    }
}
