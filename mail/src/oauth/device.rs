//! Signs in from the command line (RFC 8628): a code is shown here, and entered in a browser somewhere else.

use std::time::Duration;

use chrono::{DateTime, Utc};
use engine::{GrantedTokens, MailSecret, ProviderFault};
use oauth2::{
    DeviceAuthorizationUrl, DeviceCodeErrorResponse, DeviceCodeErrorResponseType, RequestTokenError,
    StandardDeviceAuthorizationResponse,
};
use thiserror::Error;

use super::Providers;
use super::exchange::{client, granted, said, scopes, unusable};
use super::http::HttpFault;
use super::provider::Provider;

/// The longest wait between two questions while a provider cannot be reached.
const LONGEST: Duration = Duration::from_secs(30);

/// What somebody has to enter, and where.
#[derive(Debug)]
pub struct DeviceCode {
    /// The page.
    pub page: String,
    /// What to enter there.
    pub code: String,
    /// For how long it is good.
    pub expires_in: Duration,
    answer: StandardDeviceAuthorizationResponse,
}

/// Why nobody was signed in.
#[derive(Debug, Error)]
pub enum DeviceFault {
    /// The provider has no such flow for mail.
    #[error(
        "{0} does not support sign-in by code for mail; connect the account in the browser at /admin/mail"
    )]
    None(String),
    /// Somebody said no.
    #[error("the sign-in was denied by the provider")]
    Denied,
    /// Nobody entered the code in time.
    #[error("the code was not entered in time; request a new one")]
    Expired,
    /// Something else.
    #[error("the provider did not issue a token: {0}")]
    Provider(ProviderFault),
}

impl Providers {
    /// Asks for a code.
    ///
    /// # Errors
    /// See [`DeviceFault`].
    pub async fn device_code(&self, provider: &str) -> Result<DeviceCode, DeviceFault> {
        let provider = self.of(provider).map_err(DeviceFault::Provider)?;
        let url = provider.device_url.clone().ok_or_else(|| DeviceFault::None(provider.title.clone()))?;
        let url =
            DeviceAuthorizationUrl::new(url).map_err(|_| DeviceFault::Provider(unusable("device_url")))?;
        let client = client(provider).map_err(DeviceFault::Provider)?.set_device_authorization_url(url);
        let asked = client.exchange_device_code().add_scopes(scopes(provider));
        let answer: StandardDeviceAuthorizationResponse =
            asked.request_async(&self.http).await.map_err(|error| match error {
                RequestTokenError::ServerResponse(answer) => {
                    let code: &str = answer.error().as_ref();
                    DeviceFault::Provider(ProviderFault::Refused(said(
                        provider,
                        code,
                        answer.error_description(),
                        &[],
                    )))
                }
                RequestTokenError::Request(fault) => {
                    DeviceFault::Provider(ProviderFault::Passing(fault.to_string()))
                }
                RequestTokenError::Parse(..) | RequestTokenError::Other(_) => unreadable(),
            })?;
        let plain =
            |text: &str| text.chars().filter(|letter| !letter.is_control()).take(200).collect::<String>();
        Ok(DeviceCode {
            page: plain(answer.verification_uri().as_str()),
            code: plain(answer.user_code().secret()),
            expires_in: answer.expires_in(),
            answer,
        })
    }

    /// Waits until somebody has entered the code, asking as often as the provider allows.
    ///
    /// # Errors
    /// See [`DeviceFault`].
    pub async fn device_tokens<P: Future<Output = ()>>(
        &self,
        provider: &str,
        code: &DeviceCode,
        now: impl Fn() -> DateTime<Utc> + Send + Sync,
        pause: impl Fn(Duration) -> P,
    ) -> Result<GrantedTokens, DeviceFault> {
        let provider = self.of(provider).map_err(DeviceFault::Provider)?;
        let client = client(provider).map_err(DeviceFault::Provider)?;
        let answer = client
            .exchange_device_access_token(&code.answer)
            .set_time_fn(now)
            .set_max_backoff_interval(LONGEST)
            .request_async(&self.http, pause, None)
            .await;
        let device = MailSecret::new(code.answer.device_code().secret());
        answer.map(|answer| granted(&answer)).map_err(|error| fault(provider, &error, &device))
    }
}

fn fault(
    provider: &Provider,
    error: &RequestTokenError<HttpFault, DeviceCodeErrorResponse>,
    device: &MailSecret,
) -> DeviceFault {
    match error {
        RequestTokenError::ServerResponse(answer) => match answer.error() {
            DeviceCodeErrorResponseType::AccessDenied => DeviceFault::Denied,
            DeviceCodeErrorResponseType::ExpiredToken => DeviceFault::Expired,
            other => {
                let words = said(provider, other.as_ref(), answer.error_description(), &[device]);
                DeviceFault::Provider(ProviderFault::Refused(words))
            }
        },
        RequestTokenError::Request(fault) => DeviceFault::Provider(ProviderFault::Passing(fault.to_string())),
        RequestTokenError::Parse(..) | RequestTokenError::Other(_) => unreadable(),
    }
}

fn unreadable() -> DeviceFault {
    DeviceFault::Provider(ProviderFault::Passing("its response cannot be read".to_owned()))
}
