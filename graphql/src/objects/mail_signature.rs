//! What the signature of a mail says of it (S/MIME).

use async_graphql::{Enum, SimpleObject};

/// The state of an email signature.
#[derive(Clone, Copy, Debug, Enum, Eq, PartialEq)]
#[graphql(remote = "engine::SignatureState")]
pub(crate) enum SignatureState {
    /// It matches the content, and its certificate contains the sender's address.
    Valid,
    /// It does not match the content, which was changed after signing.
    Altered,
    /// It matches the content, but its certificate contains another address or none.
    UnknownSigner,
    /// It cannot be checked: its certificate is missing, or its method is unknown or no longer safe.
    NotCheckable,
}

/// The signature of a mail (S/MIME, RFC 8551).
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct MailSignature {
    /// Its state.
    state: SignatureState,
    /// The name in the certificate.
    name: Option<String>,
    /// The address in the certificate: that of the sender if present, otherwise the first.
    address: Option<String>,
    /// Whether one of the roots in `mail.smime_roots` confirms the certificate. If not, anybody may have issued it.
    is_trusted: bool,
}

impl From<engine::MailSignature> for MailSignature {
    fn from(signature: engine::MailSignature) -> Self {
        let engine::MailSignature { state, name, address, is_trusted } = signature;
        Self { state: state.into(), name, address, is_trusted }
    }
}
