//! Where a mail entered and what filters on its way thought of it: the network address, and the headers they added.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use mail_parser::Message;

use crate::inbound::{clean, headers};

/// More `Received` headers than an honest way has.
const MAX_HOPS: usize = 30;

/// More headers than programs add.
const MAX_MARKS: usize = 100;

/// So much of such a header is kept.
const MAX_VALUE: usize = 200;

/// The network address from which the mail entered: that of the topmost `Received` which names a public one. What
/// stands below it was written by whoever sent the mail.
#[must_use]
pub fn client(message: &Message<'_>) -> Option<IpAddr> {
    headers::all(message, "Received").iter().take(MAX_HOPS).find_map(|hop| address_of(hop))
}

/// The address of the client in `from name (real.name [203.0.113.7]) by …`.
fn address_of(hop: &str) -> Option<IpAddr> {
    let lower = hop.to_ascii_lowercase();
    let from = lower.split(" by ").next().filter(|from| from.starts_with("from "))?;
    let inside = from.split_once('(').map_or("", |(_, inside)| inside);
    // What the client called itself proves nothing; what stands in brackets was seen by the server.
    [inside, from].into_iter().find_map(|text| {
        let words = text.split([' ', '[', ']', '(', ')', ',', ';']);
        words.filter(|word| !word.starts_with("helo")).filter_map(address).find(|address| is_public(*address))
    })
}

fn address(word: &str) -> Option<IpAddr> {
    word.strip_prefix("ipv6:").unwrap_or(word).parse().ok()
}

/// Whether the address is one of the public network, as far as that tells senders apart.
fn is_public(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [first, second, ..] = address.octets();
    let shared = first == 100 && (64..128).contains(&second);
    !(address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_unspecified()
        || shared)
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    !(address.is_loopback()
        || address.is_unspecified()
        || address.is_unique_local()
        || address.is_unicast_link_local())
}

/// The headers that programs add on the way, with their values: those whose name begins with `X-` or speaks of spam.
#[must_use]
pub fn marks(message: &Message<'_>) -> Vec<(String, String)> {
    let Some(root) = message.parts.first() else { return Vec::new() };
    let mut names: Vec<&str> = root.headers.iter().map(|header| header.name.as_str()).collect();
    names.retain(|name| {
        let name = name.to_ascii_lowercase();
        name.starts_with("x-") || name.contains("spam")
    });
    names.sort_unstable();
    names.dedup();
    let pairs = names.into_iter().flat_map(|name| {
        let values = headers::all(message, name);
        values.into_iter().map(|value| (name.to_owned(), clean::clip(&value, MAX_VALUE).to_owned()))
    });
    pairs.take(MAX_MARKS).collect()
}
