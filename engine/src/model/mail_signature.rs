//! The signature of a mail (S/MIME, RFC 8551): what was found in it, and what is told of it.

/// Whether a signature fits what it signs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SignatureCheck {
    /// Whoever has the key of the certificate signed this very content.
    Fits,
    /// The content is not the one that was signed, or the signature is made up.
    Altered,
    /// It cannot be told: the certificate is missing, or the procedure is not known or no longer safe.
    #[default]
    NotCheckable,
}

/// What a transport found in the signature of a mail.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FoundSignature {
    /// Whether it fits.
    pub check: SignatureCheck,
    /// Whose certificate it is, as that says.
    pub name: Option<String>,
    /// The mail addresses in the certificate.
    pub addresses: Vec<String>,
    /// The certificate (DER), and those that came with it.
    pub certificates: Vec<Vec<u8>>,
}

/// What the signature of a mail says of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum SignatureState {
    /// It fits, and its certificate names the address that the mail comes from.
    Valid,
    /// It does not fit.
    Altered,
    /// It fits, and its certificate names somebody else, or nobody.
    UnknownSigner,
    /// It cannot be checked.
    NotCheckable,
}

/// The signature of a mail as the ledger keeps it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct MailSignature {
    /// What it says.
    pub state: SignatureState,
    /// Whose certificate it is, as that says.
    pub name: Option<String>,
    /// The address in the certificate: that of the sender, or else the first.
    pub address: Option<String>,
    /// Whether one of the configured roots vouches for the certificate.
    pub is_trusted: bool,
}
