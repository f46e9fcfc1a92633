//! What was granted can be thrown away.

use engine::{Actor, MailTokenError};
use tests::{Backend, MAILBOX};

use super::{connected, told};

#[tokio::test]
async fn an_account_that_is_disconnected_has_no_token_any_more() {
    for backend in Backend::each() {
        let (app, provider) = connected(backend).await;
        let agent = app.given().agent("agent1@staff.example").await.actor;
        assert!(app.engine.disconnect_mail_account(&agent, MAILBOX, None).await.is_err());
        assert!(app.engine.disconnect_mail_account(&Actor::system(), MAILBOX, None).await.unwrap());
        assert!(!app.engine.disconnect_mail_account(&Actor::system(), MAILBOX, None).await.unwrap());
        let error = app.engine.mail_access_token(&provider.account(), None).await.unwrap_err();
        assert!(matches!(error, MailTokenError::NotConnected { .. }), "{error}");
        assert_eq!(told(&app).await, ["MAIL_ACCOUNT_DISCONNECTED", "MAIL_ACCOUNT_CONNECTED"]);
    }
}
