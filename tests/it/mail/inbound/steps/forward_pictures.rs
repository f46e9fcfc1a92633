//! Only pictures that a mail shows in its own HTML are certainly its own.

use super::forward_end::{HTML_HEAD, HTML_WRITTEN, passed_on};

#[test]
fn pictures_in_the_mail_are_its_own_and_others_are_not() {
    let photo = "<p><img src=\"cid:photo@x\"></p>";
    let logo = "<img alt=\"Logo\" src=\"cid:LOGO%40x\">";
    let older = HTML_HEAD.replace("Hans Kunde", "Eva").replace("hans@", "eva@");
    let older = format!("<div>{older}</div><p>Alt.</p>{logo}");
    let held = |mail: &str| format!("<div class=\"gmail_quote\"><div>{HTML_HEAD}</div><br>{mail}</div>");
    let mail = held(&format!("{HTML_WRITTEN}{photo}"));
    let thread = held(&format!("{HTML_WRITTEN}{photo}{older}"));
    for (html, shown, others) in [
        (format!("<div>Bitte.{logo}</div>{mail}"), "photo@x", "logo@x"),
        (format!("<div>Bitte.</div><p>{logo}</p><hr>{mail}"), "photo@x", "logo@x"),
        (format!("<div>Bitte.</div>{mail}<div>Unten {logo}</div>"), "photo@x", "logo@x"),
        (format!("<p>Bitte. {logo}</p><div>{HTML_HEAD}</div>{HTML_WRITTEN}{photo}"), "photo@x", "logo@x"),
        (format!("<div>Bitte.</div>{mail}"), "photo@x", ""),
        (format!("<div>Bitte. <img src=\"cid:photo@x\"></div>{mail}"), "photo@x", ""),
        (format!("<p>Bitte.</p><div>{HTML_HEAD}</div>{logo}{HTML_WRITTEN}"), "logo@x", ""),
        (format!("<p>Bitte.</p>{thread}"), "photo@x", "logo@x"),
        // Where the end of such a mail has no mark, its text alone is shown.
        (format!("<p>Bitte.</p><div>{HTML_HEAD}</div>{photo}{HTML_WRITTEN}{older}"), "", "logo@x photo@x"),
    ] {
        let mail = passed_on(None, Some(&html));
        let found = (mail.shown_files.join(" "), mail.other_files.join(" "));
        assert_eq!((found.0.as_str(), found.1.as_str()), (shown, others), "{html}");
    }
}
