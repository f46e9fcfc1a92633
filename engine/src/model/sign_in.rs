//! Single sign-on: what was decided about a provider, whom it vouches for, and why somebody does not come in.

/// What the operator decided about a provider.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProviderTerms {
    /// What addresses of ours call it.
    pub key: String,
    /// What people call it.
    pub name: String,
    /// Who issues its tokens.
    pub issuer: String,
    /// Whether somebody who has no account gets one.
    pub create_accounts: bool,
    /// Whether its addresses count as verified, and open accounts of the staff that can be logged in to by other means.
    pub trust_email: bool,
    /// Domains of those who may come, in lower case; none: everybody.
    pub domains: Vec<String>,
    /// Groups of admins.
    pub admins: Vec<String>,
    /// Groups of agents.
    pub agents: Vec<String>,
    /// Groups of customers. If there are any, nobody comes in who is in no group at all.
    pub customers: Vec<String>,
    /// Groups, and the organisation to which their members belong, by name or external id.
    pub organisations: Vec<(String, String)>,
}

/// Whom a provider vouches for: the claims of a token that was verified.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Vouched {
    /// The key of the provider.
    pub provider: String,
    /// What the provider calls the person; never anybody else.
    pub subject: String,
    /// The mail address, as it was written.
    pub email: Option<String>,
    /// Whether the provider says that it verified the address.
    pub email_verified: bool,
    /// The name to show.
    pub name: Option<String>,
    /// A language, as a tag.
    pub locale: Option<String>,
    /// The person's groups; `None`: the provider said nothing of groups.
    pub groups: Option<Vec<String>>,
}

/// Why somebody does not come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum NotAdmitted {
    /// The account is switched off.
    #[error("This account is deactivated. Contact support.")]
    Deactivated,
    /// There is none, and none is made.
    #[error("You do not have an account yet. Contact support.")]
    NoAccount,
    /// The provider named no usable address, and one is needed.
    #[error("The provider did not send an email address.")]
    NoAddress,
    /// The provider did not verify the address.
    #[error("The provider has not verified your email address.")]
    Unverified,
    /// The address is of a domain that may not come.
    #[error("Your email address is not allowed to log in with this provider.")]
    Domain,
    /// None of the groups may come.
    #[error("None of your groups is allowed to log in.")]
    Group,
    /// The provider said nothing of groups, on which a role of the staff depends.
    #[error("The provider did not send your groups, so your role cannot be checked.")]
    NoGroups,
    /// The address belongs to an account that this identity does not open.
    #[error(
        "An account with your email address already exists. Log in to it and link this login in your profile."
    )]
    AddressTaken,
    /// The identity belongs to another account.
    #[error("This login is already linked to another account.")]
    OfAnother,
}

impl NotAdmitted {
    /// Every reason.
    pub const ALL: [Self; 9] = [
        Self::Deactivated,
        Self::NoAccount,
        Self::NoAddress,
        Self::Unverified,
        Self::Domain,
        Self::Group,
        Self::NoGroups,
        Self::AddressTaken,
        Self::OfAnother,
    ];

    /// A stable word, by which an interface finds its own text.
    #[must_use]
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Deactivated => "sign-in-deactivated",
            Self::NoAccount => "sign-in-no-account",
            Self::NoAddress => "sign-in-no-address",
            Self::Unverified => "sign-in-unverified",
            Self::Domain => "sign-in-domain",
            Self::Group => "sign-in-group",
            Self::NoGroups => "sign-in-no-groups",
            Self::AddressTaken => "sign-in-address-taken",
            Self::OfAnother => "sign-in-of-another",
        }
    }
}
