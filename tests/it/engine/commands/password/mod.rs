//! Passwords, the first one and every later one.

mod allow;
mod change;
mod link_valid;
mod request;
mod reset;

use engine::LetterKind;
use tests::TestApp;

/// The token of the link in the one password mail that waits.
async fn mailed_token(app: &TestApp) -> String {
    let letters = app.letters().await;
    let [letter] = letters.as_slice() else { panic!("one letter, not {letters:?}") };
    assert!(matches!(letter.kind, LetterKind::PasswordRequest | LetterKind::Invitation));
    let link = letter.link.as_deref().expect("a link");
    let token = link.strip_prefix("https://tickets.example.org/password/").expect("our page");
    token.to_owned()
}

/// Asks for a link and reads it from the mail.
pub(crate) async fn requested_token(app: &TestApp, email: &str) -> String {
    app.engine.request_password(email, None).await.expect("always fine");
    mailed_token(app).await
}
