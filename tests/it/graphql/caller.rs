//! A token says on whose behalf a request runs.

use graphql::caller;

use super::api::Api;

#[tokio::test]
async fn a_good_token_is_its_user_and_anything_else_is_nobody() {
    let api = Api::start().await;
    let known = caller(&api.engine, Some(&api.customer.token)).await.expect("a database");
    assert_eq!(known.anybody().user().map(|user| user.id), Some(api.customer.user.id));
    for token in [None, Some(""), Some("x"), Some("schalter_s_x"), Some("schalter_t_ÄÖÜ\u{0}")] {
        let nobody = caller(&api.engine, token).await.expect("a database");
        assert!(nobody.anybody().user().is_none(), "{token:?}");
    }
}
