//! Behind a proxy every request seems to come from the proxy; those that are trusted are asked for the real address.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::extract::{ConnectInfo, Request, State};
use axum::middleware::Next;
use axum::response::Response;

/// The addresses of the proxies whose `X-Forwarded-For` is believed.
#[derive(Debug, Clone)]
pub(crate) struct Proxies(Arc<[IpAddr]>);

impl Proxies {
    /// Believes these and no others.
    pub(crate) fn trusting(addresses: &[IpAddr]) -> Self {
        Self(addresses.into())
    }

    /// Replaces the peer's address by the one a trusted proxy names.
    pub(crate) async fn unwrap(State(proxies): State<Self>, mut request: Request, next: Next) -> Response {
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0);
        if let Some(peer) = peer.filter(|peer| proxies.trusts(peer.ip())) {
            let headers = request.headers().get_all("x-forwarded-for");
            // Read byte by byte: a client that sends an umlaut must not hide behind the proxy's own address.
            let line: Vec<_> =
                headers.iter().map(|value| String::from_utf8_lossy(value.as_bytes())).collect();
            if let Some(client) = proxies.client(&line.join(",")) {
                let address = SocketAddr::new(client, peer.port());
                request.extensions_mut().insert(ConnectInfo(address));
            }
        }
        next.run(request).await
    }

    /// Whether this is the address of one of them.
    pub(super) fn trusts(&self, address: IpAddr) -> bool {
        self.0.contains(&address.to_canonical())
    }

    /// The last address that is not a trusted proxy's: what stands before it could have been made up by the client.
    fn client(&self, forwarded: &str) -> Option<IpAddr> {
        let addresses = forwarded.rsplit(',').map(|part| part.trim().parse::<IpAddr>());
        addresses.take_while(Result::is_ok).flatten().find(|address| !self.trusts(*address))
    }
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use super::Proxies;

    #[test]
    fn only_what_a_trusted_proxy_saw_is_believed() {
        let Ok(proxy) = "10.0.0.1".parse::<IpAddr>() else { return };
        let proxies = Proxies::trusting(&[proxy]);
        for (line, client) in [
            ("", None),
            ("198.51.100.7", Some("198.51.100.7")),
            ("1.2.3.4, 198.51.100.7", Some("198.51.100.7")),
            ("198.51.100.7, 10.0.0.1", Some("198.51.100.7")),
            ("198.51.100.7, nonsense", None),
            ("M\u{fffd}ller, 198.51.100.7", Some("198.51.100.7")),
            ("2001:db8::1", Some("2001:db8::1")),
        ] {
            assert_eq!(proxies.client(line).map(|it| it.to_string()).as_deref(), client, "{line}");
        }
    }
}
