//! Carries a request to a provider: over TLS, within a time, to nowhere else, and reads no endless answer.

use std::sync::Arc;
use std::time::Duration;

use engine::ProviderFault;
use futures::future::BoxFuture;
use oauth2::{AsyncHttpClient, HttpRequest, HttpResponse};
use reqwest::redirect::Policy;
use rustls::ClientConfig;
use rustls_platform_verifier::Verifier;
use thiserror::Error;

/// So long a provider may take to answer.
const PATIENCE: Duration = Duration::from_secs(20);
/// So long a connection may take.
const CONNECT: Duration = Duration::from_secs(10);
/// The longest answer that is read, in bytes; tokens take a few thousand.
const LIMIT: usize = 64 * 1024;

/// The client of all providers.
#[derive(Debug)]
pub(super) struct Http(reqwest::Client);

/// Why there is no answer. No address is named: it may hold a secret.
#[derive(Debug, Error)]
pub(super) enum HttpFault {
    #[error("it cannot be reached")]
    Unreachable,
    #[error("it did not answer in time")]
    Late,
    #[error("its response was cut off")]
    Broken,
    #[error("its response is longer than {LIMIT} bytes")]
    TooLong,
    #[error("it failed (HTTP status {0})")]
    Status(u16),
}

impl HttpFault {
    fn of(error: &reqwest::Error) -> Self {
        if error.is_timeout() {
            Self::Late
        } else if error.is_connect() || error.is_request() {
            Self::Unreachable
        } else {
            Self::Broken
        }
    }
}

impl Http {
    pub(super) fn new() -> Result<Self, ProviderFault> {
        let failed =
            |error: &dyn std::fmt::Display| ProviderFault::Refused(format!("TLS cannot be set up: {error}"));
        let ring = Arc::new(rustls::crypto::ring::default_provider());
        let verifier = Verifier::new(Arc::clone(&ring)).map_err(|error| failed(&error))?;
        let tls = ClientConfig::builder_with_provider(ring)
            .with_safe_default_protocol_versions()
            .map_err(|error| failed(&error))?
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(verifier))
            .with_no_client_auth();
        let client = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .redirect(Policy::none())
            .connect_timeout(CONNECT)
            .timeout(PATIENCE)
            .build();
        client.map(Self).map_err(|error| failed(&error))
    }

    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, HttpFault> {
        let request = reqwest::Request::try_from(request).map_err(|_| HttpFault::Unreachable)?;
        let mut answer = self.0.execute(request).await.map_err(|error| HttpFault::of(&error))?;
        let (status, headers) = (answer.status(), answer.headers().clone());
        if status.is_server_error() || status == http::StatusCode::TOO_MANY_REQUESTS {
            return Err(HttpFault::Status(status.as_u16()));
        }
        let mut body = Vec::new();
        while let Some(part) = answer.chunk().await.map_err(|error| HttpFault::of(&error))? {
            if body.len() + part.len() > LIMIT {
                return Err(HttpFault::TooLong);
            }
            body.extend_from_slice(&part);
        }
        let mut response = HttpResponse::new(body);
        *response.status_mut() = status;
        *response.headers_mut() = headers;
        Ok(response)
    }
}

impl<'c> AsyncHttpClient<'c> for Http {
    type Error = HttpFault;
    type Future = BoxFuture<'c, Result<HttpResponse, HttpFault>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.send(request))
    }
}
