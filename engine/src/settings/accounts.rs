//! `settings.accounts`: passwords, sessions, single sign-on.

use std::time::Duration;

use crate::{
    model::{ProviderTerms, Role},
    policy::password::PasswordRule,
};

const DAY: Duration = Duration::from_hours(24);

/// How people log in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountSettings {
    /// What a password must have.
    pub password: PasswordRule,
    /// How long a log-in lasts.
    pub session_lifetime: Duration,
    /// How long it lasts with "remember me".
    pub remember_lifetime: Duration,
    /// How long a password link works.
    pub link_lifetime: Duration,
    /// The providers of single sign-on, in the order in which the log-in names them.
    pub providers: Vec<ProviderTerms>,
    /// Whose log-ins need a second factor.
    pub second_factor: Vec<Role>,
    /// Who logs in by single sign-on alone: passwords and passkeys of these roles are refused.
    pub single_sign_on: Vec<Role>,
}

impl Default for AccountSettings {
    fn default() -> Self {
        Self {
            password: PasswordRule::default(),
            session_lifetime: DAY,
            remember_lifetime: 30 * DAY,
            link_lifetime: DAY,
            providers: Vec::new(),
            second_factor: Vec::new(),
            single_sign_on: Vec::new(),
        }
    }
}
