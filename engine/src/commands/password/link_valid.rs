//! Tells whether a password link still works, without using it up.

use crate::{
    engine::Engine,
    error::Result,
    secret::{is_link_token, token_hash},
    store::password_links,
};

impl Engine {
    /// Whether a password can be set by this link: not where its owner logs in by single sign-on alone. Asking changes nothing: mail scanners open links too.
    ///
    /// # Errors
    /// Internal alone.
    pub async fn password_link_valid(&self, token: &str) -> Result<bool> {
        if !is_link_token(token) {
            return Ok(false);
        }
        let owner = password_links::owner(self.database().ro(), &token_hash(token), self.now()).await?;
        Ok(owner.is_some_and(|owner| self.refuse_password(&owner).is_ok()))
    }
}
