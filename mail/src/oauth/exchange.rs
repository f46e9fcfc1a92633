//! Asks a provider for tokens, and reads what it answers in words for an admin.

use engine::{GrantedTokens, MailSecret, ProviderFault, SignInRequest};
use oauth2::basic::{BasicClient, BasicErrorResponse, BasicErrorResponseType, BasicTokenResponse};
use oauth2::{
    AuthType, AuthUrl, AuthorizationCode, ClientId, ClientSecret, CsrfToken, EndpointNotSet, EndpointSet,
    PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, RefreshToken, RequestTokenError, Scope, TokenResponse,
    TokenUrl,
};

use super::http::{Http, HttpFault};
use super::provider::Provider;

/// A client for the page to sign in and for tokens.
type Client = BasicClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointSet>;

/// The most characters of what a provider says that are shown.
const SHOWN: usize = 240;

/// Errors that say that somebody has to sign in again.
const SIGN_IN_AGAIN: [&str; 4] =
    ["interaction_required", "consent_required", "login_required", "access_denied"];

/// Errors that pass.
const PASSING: [&str; 3] = ["temporarily_unavailable", "server_error", "slow_down"];

/// Where to send a browser.
pub(super) fn sign_in_url(provider: &Provider, request: &SignInRequest<'_>) -> Result<String, ProviderFault> {
    let verifier = PkceCodeVerifier::new(request.verifier.reveal().to_owned());
    let state = CsrfToken::new(request.state.reveal().to_owned());
    let client = client(provider)?.set_redirect_uri(redirect(request.redirect)?);
    let mut asked = client
        .authorize_url(move || state)
        .add_scopes(scopes(provider))
        .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
        .add_extra_param("login_hint", request.account);
    for (key, value) in &provider.extra {
        asked = asked.add_extra_param(key, value);
    }
    Ok(asked.url().0.into())
}

/// Tokens for the code that a browser came back with.
pub(super) async fn exchange(
    provider: &Provider,
    http: &Http,
    (code, verifier): (&MailSecret, &MailSecret),
    back: &str,
) -> Result<GrantedTokens, ProviderFault> {
    let client = client(provider)?.set_redirect_uri(redirect(back)?);
    let answer = client
        .exchange_code(AuthorizationCode::new(code.reveal().to_owned()))
        .set_pkce_verifier(PkceCodeVerifier::new(verifier.reveal().to_owned()))
        .request_async(http)
        .await;
    answer.map(|answer| granted(&answer)).map_err(|error| fault(provider, &error, &[code, verifier]))
}

/// Fresh tokens.
pub(super) async fn refresh(
    provider: &Provider,
    http: &Http,
    refresh: &MailSecret,
) -> Result<GrantedTokens, ProviderFault> {
    let token = RefreshToken::new(refresh.reveal().to_owned());
    let answer = client(provider)?.exchange_refresh_token(&token).request_async(http).await;
    answer.map(|answer| granted(&answer)).map_err(|error| fault(provider, &error, &[refresh]))
}

/// The application at its provider. Its secret goes into the body: every provider takes it there.
pub(super) fn client(provider: &Provider) -> Result<Client, ProviderFault> {
    let authorize = AuthUrl::new(provider.authorize_url.clone()).map_err(|_| unusable("authorize_url"))?;
    let token = TokenUrl::new(provider.token_url.clone()).map_err(|_| unusable("token_url"))?;
    let client = BasicClient::new(ClientId::new(provider.client_id.clone()))
        .set_auth_type(AuthType::RequestBody)
        .set_auth_uri(authorize)
        .set_token_uri(token);
    Ok(match &provider.client_secret {
        Some(secret) => client.set_client_secret(ClientSecret::new(secret.reveal().to_owned())),
        None => client,
    })
}

pub(super) fn scopes(provider: &Provider) -> impl Iterator<Item = Scope> {
    provider.scopes.iter().cloned().map(Scope::new)
}

pub(super) fn unusable(key: &str) -> ProviderFault {
    ProviderFault::Refused(format!("{key} of the provider cannot be used"))
}

fn redirect(address: &str) -> Result<RedirectUrl, ProviderFault> {
    let unusable = |_| ProviderFault::Refused("server.public_url cannot be used as a redirect".to_owned());
    RedirectUrl::new(address.to_owned()).map_err(unusable)
}

pub(super) fn granted(answer: &BasicTokenResponse) -> GrantedTokens {
    GrantedTokens {
        access: MailSecret::new(answer.access_token().secret()),
        expires_in: answer.expires_in(),
        refresh: answer.refresh_token().map(|token| MailSecret::new(token.secret())),
    }
}

/// What went wrong, without the secrets that were sent, which a careless provider might repeat.
fn fault(
    provider: &Provider,
    error: &RequestTokenError<HttpFault, BasicErrorResponse>,
    sent: &[&MailSecret],
) -> ProviderFault {
    let answer = match error {
        RequestTokenError::ServerResponse(answer) => answer,
        RequestTokenError::Request(fault) => return ProviderFault::Passing(fault.to_string()),
        RequestTokenError::Parse(..) | RequestTokenError::Other(_) => {
            return ProviderFault::Passing("its response cannot be read".to_owned());
        }
    };
    let code: &str = answer.error().as_ref();
    let words = said(provider, code, answer.error_description(), sent);
    match answer.error() {
        BasicErrorResponseType::InvalidGrant => ProviderFault::ConsentGone(words),
        BasicErrorResponseType::Extension(code) if SIGN_IN_AGAIN.contains(&code.as_str()) => {
            ProviderFault::ConsentGone(words)
        }
        BasicErrorResponseType::Extension(code) if PASSING.contains(&code.as_str()) => {
            ProviderFault::Passing(words)
        }
        _ => ProviderFault::Refused(words),
    }
}

/// The first line of what a provider says, without what repeats a secret.
pub(super) fn said(
    provider: &Provider,
    code: &str,
    description: Option<&String>,
    sent: &[&MailSecret],
) -> String {
    let first = description.and_then(|text| text.lines().next()).unwrap_or_default();
    let plain = |text: &str| -> String {
        let mut secrets = sent.iter().copied().chain(&provider.client_secret);
        if secrets.any(|secret| !secret.reveal().is_empty() && text.contains(secret.reveal())) {
            return String::new();
        }
        text.chars().filter(|letter| !letter.is_control()).take(SHOWN).collect()
    };
    let (code, first) = (plain(code), plain(first));
    let code = if code.is_empty() { "error".to_owned() } else { code };
    // It becomes a part of our own sentences.
    let first = first.trim().trim_end_matches('.');
    if first.is_empty() { code } else { format!("{code}: {first}") }
}
