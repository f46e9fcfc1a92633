//! Logs in by a token: OAUTHBEARER (RFC 7628), or XOAUTH2 where the server knows only that.

use std::collections::VecDeque;

use async_imap::imap_proto::{Capability, Response};
use async_imap::{Authenticator, Client};
use engine::MailSecret;

use tokio::io::AsyncWriteExt;

use super::connect::Line;
use super::{Endpoint, Error};

/// The mark of our question; the library counts its own otherwise.
const TAG: &str = "offers";

/// How a token is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mechanism {
    OauthBearer,
    Xoauth2,
}

impl Mechanism {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::OauthBearer => "OAUTHBEARER",
            Self::Xoauth2 => "XOAUTH2",
        }
    }

    /// What is said to the server: the token, and when it answers with an error, what lets it end the exchange by a NO.
    pub(super) fn bearer(self, endpoint: &Endpoint, token: &MailSecret) -> Bearer {
        let plain = |text: &str| text.chars().filter(|letter| !letter.is_control()).collect::<String>();
        let (user, token) = (plain(&endpoint.user), plain(token.reveal()));
        let answers = match self {
            Self::OauthBearer => {
                let user = user.replace('=', "=3D").replace(',', "=2C");
                let (host, port) = (&endpoint.host, endpoint.port);
                let first =
                    format!("n,a={user},\u{1}host={host}\u{1}port={port}\u{1}auth=Bearer {token}\u{1}\u{1}");
                [first, "\u{1}".to_owned()]
            }
            Self::Xoauth2 => [format!("user={user}\u{1}auth=Bearer {token}\u{1}\u{1}"), String::new()],
        };
        Bearer(answers.into())
    }
}

/// What is still to be said.
pub(super) struct Bearer(VecDeque<String>);

impl Authenticator for Bearer {
    type Response = String;

    fn process(&mut self, _challenge: &[u8]) -> String {
        self.0.pop_front().unwrap_or_default()
    }
}

/// The better one of what the server offers.
pub(super) async fn mechanism(client: &mut Client<Line>) -> Result<Mechanism, Error> {
    let failed = |source: async_imap::error::Error| Error::Command { what: "list its capabilities", source };
    // The library asks for capabilities after the log-in alone.
    let asked = async {
        client.get_mut().write_all(format!("{TAG} CAPABILITY\r\n").as_bytes()).await?;
        client.get_mut().flush().await
    };
    asked.await.map_err(|source| failed(source.into()))?;
    let (mut bearer, mut xoauth2) = (false, false);
    loop {
        let response = client.read_response().await.map_err(|source| failed(source.into()))?;
        match response.ok_or(Error::Closed)?.parsed() {
            Response::Capabilities(offered) => {
                let offers = |name: &str| {
                    offered
                        .iter()
                        .any(|one| matches!(one, Capability::Auth(auth) if auth.eq_ignore_ascii_case(name)))
                };
                bearer |= offers(Mechanism::OauthBearer.name());
                xoauth2 |= offers(Mechanism::Xoauth2.name());
            }
            Response::Done { tag, .. } if tag.0 == TAG => break,
            _ => {}
        }
    }
    match (bearer, xoauth2) {
        (true, _) => Ok(Mechanism::OauthBearer),
        (false, true) => Ok(Mechanism::Xoauth2),
        (false, false) => Err(Error::NoTokens),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_end_its_field_or_the_message() -> Result<(), super::super::endpoint::EndpointError> {
        let endpoint = Endpoint::parse("imaps://a%2Cb%3Dc%01d@mail.example/INBOX")?;
        let token = MailSecret::new("to\u{1}ken");
        let mut bearer = Mechanism::OauthBearer.bearer(&endpoint, &token);
        let first = "n,a=a=2Cb=3Dcd,\u{1}host=mail.example\u{1}port=993\u{1}auth=Bearer token\u{1}\u{1}";
        assert_eq!(bearer.process(b""), first);
        assert_eq!(bearer.process(b"{}"), "\u{1}");
        let mut bearer = Mechanism::Xoauth2.bearer(&endpoint, &token);
        assert_eq!(bearer.process(b""), "user=a,b=cd\u{1}auth=Bearer token\u{1}\u{1}");
        assert_eq!(bearer.process(b"{}"), "");
        Ok(())
    }
}
