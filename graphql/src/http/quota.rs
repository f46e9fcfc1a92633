//! The headers that tell a client what it has used of its quotas, so that it need not run into them.
//!
//! <https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/>

use ::http::{HeaderMap, HeaderName, HeaderValue};
use engine::{Actor, Used};

use crate::error::seconds;

const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
const STATE: HeaderName = HeaderName::from_static("ratelimit");

/// Adds `RateLimit-Policy` and `RateLimit`, an item for each quota that the request has used something of.
pub(super) fn tell(actor: &Actor, headers: &mut HeaderMap) {
    let used = actor.used();
    let mut add = |name: HeaderName, item: &dyn Fn(&Used) -> String| {
        let items: Vec<String> = used.iter().map(item).collect();
        if let Ok(value) = HeaderValue::try_from(items.join(", ")) {
            headers.insert(name, value);
        }
    };
    if !used.is_empty() {
        add(POLICY, &|used| format!("\"{}\";q={};w={}", used.policy, used.quota, used.window.as_secs()));
        add(STATE, &|used| format!("\"{}\";r={};t={}", used.policy, used.remaining, seconds(used.reset)));
    }
}
