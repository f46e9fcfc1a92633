//! A refusal names what was asked, and no other act.

use engine::{CreateApiToken, UpdateUser};
use tests::{TestApp, on_each_database};

on_each_database!(a_refusal_names_what_was_asked);

async fn a_refusal_names_what_was_asked(app: TestApp) {
    let max = app.given().customer("max@example.org").await;
    let eva = app.given().customer("eva@example.org").await;
    let agent = app.given().agent("agent@example.org").await;
    let admin = app.given().admin("admin@example.org").await;
    let other = Some(eva.user.id);
    for by in [&max, &agent] {
        let sessions = app.engine.sessions(&by.actor, other).await.expect_err("refused").to_string();
        assert_eq!(sessions, "You are not allowed to view the sessions of other people.");
        let tokens = app.engine.api_tokens(&by.actor, other).await.expect_err("refused").to_string();
        assert_eq!(tokens, "You are not allowed to view the API tokens of other people.");
        let identities = app.engine.identities(&by.actor, other).await.expect_err("refused").to_string();
        assert_eq!(identities, "You are not allowed to view the logins of other people.");
    }
    let phones = UpdateUser { phones: Some(vec!["030 111".to_owned()]), ..UpdateUser::default() };
    let email = UpdateUser { email: Some("x@example.net".to_owned()), ..UpdateUser::default() };
    let password = UpdateUser { password: Some("GaNzNeu-42".to_owned()), ..UpdateUser::default() };
    for (by, whose, input, words) in [
        (&max, &eva, &phones, "You are not allowed to change the accounts of other people."),
        (&max, &max, &email, "You are not allowed to change this field of your own account."),
        (&agent, &admin, &phones, "You are not allowed to change staff accounts or appoint staff."),
        (&agent, &eva, &email, "You are not allowed to change email addresses; ask an admin."),
        (&agent, &eva, &password, "You are not allowed to set passwords for other people; ask an admin."),
    ] {
        let refused = app.engine.update_user(&by.actor, whose.user.id, input.clone()).await;
        assert_eq!(refused.expect_err("refused").to_string(), words);
    }
    let invited = app.engine.invite_user(&max.actor, eva.user.id).await.expect_err("refused");
    assert_eq!(invited.to_string(), "You are not allowed to invite people.");
    let token = CreateApiToken {
        name: "x".to_owned(),
        scopes: vec!["tickets:read".to_owned()],
        for_user: other,
        expires_at: None,
        identity: None,
    };
    let made = app.engine.create_api_token(&max.actor, token).await.expect_err("refused");
    assert_eq!(made.to_string(), "You are not allowed to create tokens for other people.");
}
