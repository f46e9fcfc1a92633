//! The templates: all of them parsed once at the start, and strict, so that a gap is an error and not an empty page.

use std::sync::Arc;

use handlebars::{
    Context, Handlebars, Helper, HelperDef, RenderContext, RenderError, RenderErrorReason, ScopedJson,
};
use serde_json::{Value, json};
use words::Texts;

use crate::assets;

/// Name and source of every template: frames and parts first, then the pages.
const TEMPLATES: &[(&str, &str)] = &[
    ("column", include_str!("../templates/column.hbs")),
    ("door", include_str!("../templates/door.hbs")),
    ("due", include_str!("../templates/due.hbs")),
    ("draft", include_str!("../templates/draft.hbs")),
    ("factors", include_str!("../templates/factors.hbs")),
    ("files", include_str!("../templates/files.hbs")),
    ("frame", include_str!("../templates/frame.hbs")),
    ("head", include_str!("../templates/head.hbs")),
    ("i", include_str!("../templates/i.hbs")),
    ("icon", include_str!("../templates/icon.hbs")),
    ("kept", include_str!("../templates/kept.hbs")),
    ("keys", include_str!("../templates/keys.hbs")),
    ("listed", include_str!("../templates/listed.hbs")),
    ("live", include_str!("../templates/live.hbs")),
    ("logo", include_str!("../templates/logo.hbs")),
    ("moment", include_str!("../templates/moment.hbs")),
    ("notice", include_str!("../templates/notice.hbs")),
    ("pager", include_str!("../templates/pager.hbs")),
    ("passkey-notes", include_str!("../templates/passkey-notes.hbs")),
    ("palette", include_str!("../templates/palette.hbs")),
    ("prio", include_str!("../templates/prio.hbs")),
    ("rate", include_str!("../templates/rate.hbs")),
    ("rail", include_str!("../templates/rail.hbs")),
    ("range", include_str!("../templates/range.hbs")),
    ("recovery-codes", include_str!("../templates/recovery-codes.hbs")),
    ("identity", include_str!("pages/profile/identity.hbs")),
    ("savebar", include_str!("../templates/savebar.hbs")),
    ("sections", include_str!("../templates/sections.hbs")),
    ("sending", include_str!("../templates/sending.hbs")),
    ("sent", include_str!("../templates/sent.hbs")),
    ("status", include_str!("../templates/status.hbs")),
    ("tickets", include_str!("../templates/tickets.hbs")),
    ("case-brief", include_str!("pages/ticket/case/brief.hbs")),
    ("case-clock", include_str!("pages/ticket/case/clock.hbs")),
    ("case-composer", include_str!("pages/ticket/case/composer.hbs")),
    ("case-event", include_str!("pages/ticket/case/event.hbs")),
    ("case-head", include_str!("pages/ticket/case/head.hbs")),
    ("case-notices", include_str!("pages/ticket/case/notices.hbs")),
    ("case-panel", include_str!("pages/ticket/case/panel.hbs")),
    ("case-post", include_str!("pages/ticket/case/post.hbs")),
    ("case-watchers", include_str!("pages/ticket/case/watchers.hbs")),
    ("comment", include_str!("pages/ticket/zoom/comment.hbs")),
    ("composer", include_str!("pages/ticket/zoom/composer.hbs")),
    ("event", include_str!("pages/ticket/zoom/event.hbs")),
    ("watchers", include_str!("pages/ticket/zoom/watchers.hbs")),
    ("admin/agreements", include_str!("pages/admin/agreements/page.hbs")),
    ("admin/audit", include_str!("pages/admin/audit/page.hbs")),
    ("admin/mail", include_str!("pages/admin/mail/page.hbs")),
    ("admin/mailbox", include_str!("pages/admin/mailbox/page.hbs")),
    ("admin/mailbox-rules", include_str!("pages/admin/mailbox_rules/page.hbs")),
    ("admin/macros", include_str!("pages/admin/macros/page.hbs")),
    ("admin/organisation", include_str!("pages/admin/organisation/page.hbs")),
    ("admin/organisations", include_str!("pages/admin/organisations/page.hbs")),
    ("people-list", include_str!("pages/admin/people/list.hbs")),
    ("admin/people", include_str!("pages/admin/people/page.hbs")),
    ("admin/import", include_str!("pages/admin/import/page.hbs")),
    ("admin/person", include_str!("pages/admin/person/page.hbs")),
    ("admin/person-data", include_str!("pages/admin/person/data.hbs")),
    ("admin/person-new", include_str!("pages/admin/person/new.hbs")),
    ("admin/queue-list", include_str!("pages/admin/queue_list/page.hbs")),
    ("admin/queues", include_str!("pages/admin/queues/page.hbs")),
    ("admin/templates", include_str!("pages/admin/templates/page.hbs")),
    ("admin/text_blocks", include_str!("pages/admin/text_blocks/page.hbs")),
    ("admin/views", include_str!("pages/admin/views/page.hbs")),
    ("desk-bulk", include_str!("pages/desk/list/bulk.hbs")),
    ("desk-head", include_str!("pages/desk/list/head.hbs")),
    ("desk-hits", include_str!("pages/desk/find/hits.hbs")),
    ("desk-notice", include_str!("pages/desk/list/notice.hbs")),
    ("desk-preview", include_str!("pages/desk/list/preview.hbs")),
    ("desk-row", include_str!("pages/desk/list/row.hbs")),
    ("desk/find", include_str!("pages/desk/find/page.hbs")),
    ("desk/list", include_str!("pages/desk/list/page.hbs")),
    ("desk/mail", include_str!("pages/desk/mail/page.hbs")),
    ("desk/notices", include_str!("pages/desk/notices/page.hbs")),
    ("report-astable", include_str!("pages/desk/reports/astable.hbs")),
    ("report-bars", include_str!("pages/desk/reports/bars.hbs")),
    ("report-table", include_str!("pages/desk/reports/table.hbs")),
    ("desk/reports", include_str!("pages/desk/reports/page.hbs")),
    ("error", include_str!("pages/error/page.hbs")),
    ("password/request", include_str!("pages/password/request/page.hbs")),
    ("password/reset", include_str!("pages/password/reset/page.hbs")),
    ("profile/access", include_str!("pages/profile/access/page.hbs")),
    ("profile/link", include_str!("pages/profile/link/page.hbs")),
    ("profile/own", include_str!("pages/profile/own/page.hbs")),
    ("profile/passkeys", include_str!("pages/profile/passkeys/page.hbs")),
    ("profile/second-factor", include_str!("pages/profile/second_factor/page.hbs")),
    ("profile/unsubscribe", include_str!("pages/profile/unsubscribe/page.hbs")),
    ("search/results", include_str!("pages/search/results/page.hbs")),
    ("session/code", include_str!("pages/session/code/page.hbs")),
    ("session/login", include_str!("pages/session/login/page.hbs")),
    ("session/sign-in", include_str!("pages/session/sign_in/page.hbs")),
    ("ticket/case", include_str!("pages/ticket/case/page.hbs")),
    ("ticket/emails", include_str!("pages/ticket/emails/page.hbs")),
    ("ticket/images", include_str!("pages/ticket/images/page.hbs")),
    ("ticket/notice", include_str!("pages/ticket/notice/page.hbs")),
    ("ticket/feedback", include_str!("pages/ticket/feedback/page.hbs")),
    ("ticket/list", include_str!("pages/ticket/list/page.hbs")),
    ("new-look", include_str!("pages/ticket/new/look.hbs")),
    ("new-similar", include_str!("pages/ticket/new/similar.hbs")),
    ("ticket/new", include_str!("pages/ticket/new/page.hbs")),
    ("ticket/texts", include_str!("pages/ticket/texts/page.hbs")),
    ("ticket/work", include_str!("pages/ticket/work/page.hbs")),
    ("ticket/zoom", include_str!("pages/ticket/zoom/page.hbs")),
];

/// Turns data into pages.
pub(crate) struct Renderer {
    registry: Handlebars<'static>,
}

impl Renderer {
    /// Parses every template.
    pub(crate) fn new(texts: Arc<Texts>) -> Result<Self, Box<handlebars::TemplateError>> {
        let mut registry = Handlebars::new();
        registry.set_strict_mode(true);
        // A text area shows what was typed: the indentation of the template must not get into it.
        registry.set_prevent_indent(true);
        words::helpers::register(&mut registry, texts);
        registry.register_helper("asset", Box::new(Asset));
        for (name, source) in TEMPLATES {
            registry.register_template_string(name, source).map_err(Box::new)?;
        }
        Ok(Self { registry })
    }

    pub(crate) fn render(&self, name: &str, data: &Value) -> Result<String, RenderError> {
        self.registry.render(name, data)
    }
}

/// `{{asset "style.css"}}`: the address of a file that may be kept for ever, since it changes with the content.
struct Asset;

impl HelperDef for Asset {
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        let name = helper
            .param(0)
            .and_then(|name| name.value().as_str())
            .ok_or(RenderErrorReason::ParamNotFoundForName("asset", "name".to_owned()))?;
        Ok(ScopedJson::Derived(json!(assets::address(name))))
    }
}
