//! Fetches what a provider answers, within limits: no redirects, no waiting for long, no long answers.

use std::time::Duration;

use reqwest::{Certificate, Client, RequestBuilder, redirect::Policy};
use serde::de::DeserializeOwned;
use url::Url;

use crate::fault::Fault;

/// How long a provider may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// Keys and claims of any provider are much shorter.
const LONGEST_ANSWER: usize = 1024 * 1024;

/// The client for all requests to one provider.
#[derive(Debug, Clone)]
pub struct Http(Client);

impl Http {
    /// A client that trusts what the system trusts, and the authorities of `ca_pem` beside.
    ///
    /// # Errors
    /// [`Fault::SetUp`], when the certificates cannot be read.
    pub fn new(ca_pem: Option<&[u8]>) -> Result<Self, Fault> {
        let mut builder = Client::builder()
            .redirect(Policy::none())
            // Log-ins are rare; a connection that was kept may be one that the provider has just closed.
            .pool_max_idle_per_host(0)
            .connect_timeout(PATIENCE)
            .timeout(PATIENCE)
            .user_agent(concat!("schalter/", env!("CARGO_PKG_VERSION")));
        if let Some(pem) = ca_pem {
            builder = builder.tls_certs_merge(Certificate::from_pem_bundle(pem).map_err(Fault::SetUp)?);
        }
        Ok(Self(builder.build().map_err(Fault::SetUp)?))
    }

    /// Fetches a document.
    pub(crate) async fn get<T: DeserializeOwned>(&self, url: &Url, bearer: Option<&str>) -> Result<T, Fault> {
        let request = self.0.get(url.clone());
        let request = if let Some(token) = bearer { request.bearer_auth(token) } else { request };
        let (status, body) = send(url, request).await?;
        if !(200..300).contains(&status) {
            return Err(Fault::Status { url: shown(url), status });
        }
        read(url, &body)
    }

    /// Posts a form; answers the status beside the body, since errors have one too.
    pub(crate) async fn post(
        &self,
        url: &Url,
        basic: Option<(&str, &str)>,
        form: &[(&str, &str)],
    ) -> Result<(u16, Vec<u8>), Fault> {
        let request = self.0.post(url.clone()).header("accept", "application/json").form(form);
        let request = match basic {
            Some((name, secret)) => request.basic_auth(name, Some(secret)),
            None => request,
        };
        send(url, request).await
    }
}

async fn send(url: &Url, request: RequestBuilder) -> Result<(u16, Vec<u8>), Fault> {
    let failed =
        |source: reqwest::Error| Fault::Unreachable { url: shown(url), source: source.without_url() };
    let mut answer = request.send().await.map_err(failed)?;
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(failed)? {
        if body.len() + chunk.len() > LONGEST_ANSWER {
            return Err(Fault::TooLong { url: shown(url) });
        }
        body.extend_from_slice(&chunk);
    }
    Ok((answer.status().as_u16(), body))
}

/// Reads JSON; what is wrong is told by its place, since the text may hold secrets.
pub(crate) fn read<T: DeserializeOwned>(url: &Url, body: &[u8]) -> Result<T, Fault> {
    serde_json::from_slice(body).map_err(|error| Fault::Unreadable {
        url: shown(url),
        reason: format!("{:?} error at line {} column {}", error.classify(), error.line(), error.column()),
    })
}

/// An address without its query.
pub(crate) fn shown(url: &Url) -> String {
    let mut url = url.clone();
    url.set_query(None);
    url.into()
}
