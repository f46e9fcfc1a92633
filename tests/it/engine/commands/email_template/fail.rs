//! An email that cannot be written in words of one's own.

use engine::{EmailTemplateId, LetterKind};
use tests::{TestApp, on_each_database};

use super::{confirmation, own};

on_each_database!(s18_a_failure_is_noted_until_the_template_is_saved_again);

async fn s18_a_failure_is_noted_until_the_template_is_saved_again(app: TestApp) {
    let ada = app.given().admin("ada@example.org").await;
    let saved =
        app.engine.set_email_template(&ada.actor, confirmation(own())).await.expect("saved").expect("own");
    assert_eq!((saved.kind, saved.failed_at), (LetterKind::Confirmation, None));
    app.engine.email_template_failed(saved.id, &"x".repeat(5_000)).await.expect("noted");
    app.engine.email_template_failed(EmailTemplateId(ada.user.id.0), "gone").await.expect("nothing to note");
    let noted = app.engine.email_templates(&ada.actor).await.expect("templates").remove(0);
    assert_eq!((noted.failed_at, noted.failure.map(|why| why.len())), (Some(app.now()), Some(1_000)));
    app.engine.set_email_template(&ada.actor, confirmation(own())).await.expect("saved");
    let mended = app.engine.email_templates(&ada.actor).await.expect("templates").remove(0);
    assert_eq!((mended.failed_at, mended.failure), (None, None));
}
