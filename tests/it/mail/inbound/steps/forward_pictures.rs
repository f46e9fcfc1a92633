//! Pictures in what the one who passes a mail on wrote are theirs; those in the mail are not.

use super::forward_end::{HTML_HEAD, HTML_WRITTEN, passed_on};

fn own(html: &str) -> Vec<String> {
    passed_on(None, Some(html)).own_files
}

#[test]
fn what_stands_only_above_or_below_the_mail_is_of_the_sender() {
    let photo = "<p><img src=\"cid:photo@x\"></p>";
    let logo = "<img alt=\"Logo\" src=\"cid:LOGO%40x\">";
    let mail = format!("<div class=\"gmail_quote\"><div>{HTML_HEAD}</div><br>{HTML_WRITTEN}{photo}</div>");
    for html in [
        format!("<div>Bitte.{logo}</div>{mail}"),
        format!("<div>Bitte.</div><p>{logo}</p><hr>{mail}"),
        format!("<div>Bitte.</div>{mail}<div>Unten {logo}</div>"),
        format!("<p>Bitte. {logo}</p><div>{HTML_HEAD}</div>{HTML_WRITTEN}{photo}"),
    ] {
        assert_eq!(own(&html), ["logo@x"], "{html}");
    }
    for html in [
        format!("<div>Bitte.</div>{mail}"),
        format!("<div>Bitte. <img src=\"cid:photo@x\"></div>{mail}"),
        format!("<p>Bitte.</p><div>{HTML_HEAD}</div>{logo}{HTML_WRITTEN}"),
    ] {
        assert!(own(&html).is_empty(), "{html}");
    }
}
