//! What the signature of a mail says of it (S/MIME).

use async_graphql::{Enum, SimpleObject};

/// What the signature of a mail says.
#[derive(Clone, Copy, Debug, Enum, Eq, PartialEq)]
#[graphql(remote = "engine::SignatureState")]
pub(crate) enum SignatureState {
    /// It fits the content, and its certificate names the address that the mail comes from.
    Valid,
    /// It does not fit the content: that is not what was signed.
    Altered,
    /// It fits the content, and its certificate names somebody else, or nobody.
    UnknownSigner,
    /// It cannot be checked: its certificate is missing, or its procedure is unknown or no longer safe.
    NotCheckable,
}

/// The signature of a mail (S/MIME, RFC 8551).
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct MailSignature {
    /// What it says.
    state: SignatureState,
    /// Whose certificate it is, as that says.
    name: Option<String>,
    /// The address in the certificate: that of the sender, or else the first.
    address: Option<String>,
    /// Whether one of the roots in `mail.smime_roots` vouches for the certificate. Without it, anybody may have made it in this name.
    is_trusted: bool,
}

impl From<engine::MailSignature> for MailSignature {
    fn from(signature: engine::MailSignature) -> Self {
        let engine::MailSignature { state, name, address, is_trusted } = signature;
        Self { state: state.into(), name, address, is_trusted }
    }
}
