//! Who lives in the demo company: two customers with their people, one person alone, and the staff.

use engine::Role;

/// One person of the demo.
#[derive(Debug)]
pub(super) struct Person {
    /// Their mail address, by which the stories name them.
    pub(super) email: &'static str,
    pub(super) name: &'static str,
    pub(super) role: Role,
    pub(super) organisation: Option<&'static str>,
    pub(super) locale: &'static str,
    /// Fixed, printed and therefore worthless; the demo listens on this machine only.
    pub(super) password: &'static str,
}

/// One company that is served.
#[derive(Debug)]
pub(super) struct Company {
    pub(super) name: &'static str,
    pub(super) domain: &'static str,
    pub(super) shares_tickets: bool,
}

pub(super) const COMPANIES: [Company; 2] = [
    Company { name: "Musterstadt AG", domain: "musterstadt.example", shares_tickets: true },
    Company { name: "Stadtwerke Nord", domain: "stadtwerke-nord.example", shares_tickets: false },
];

pub(super) const KERSTIN: &str = "kerstin.vogel@musterstadt.example";
pub(super) const JONAS: &str = "jonas.petersen@musterstadt.example";
pub(super) const AYLIN: &str = "aylin.demir@stadtwerke-nord.example";
pub(super) const MARTIN: &str = "martin.krueger@stadtwerke-nord.example";
pub(super) const EMMA: &str = "emma.clarke@harbour-trust.example";
pub(super) const TOBIAS: &str = "tobias.wendt@support-beispiel.example";
pub(super) const MIRIAM: &str = "miriam.haas@support-beispiel.example";
pub(super) const SABINE: &str = "sabine.lindner@support-beispiel.example";

/// Everybody. The admin comes last: once she is there, the demo is complete.
pub(super) const PEOPLE: [Person; 8] = [
    customer(KERSTIN, "Kerstin Vogel", Some("Musterstadt AG"), "de"),
    customer(JONAS, "Jonas Petersen", Some("Musterstadt AG"), "de"),
    customer(AYLIN, "Aylin Demir", Some("Stadtwerke Nord"), "de"),
    customer(MARTIN, "Martin Krüger", Some("Stadtwerke Nord"), "de"),
    customer(EMMA, "Emma Clarke", None, "en"),
    staff(TOBIAS, "Tobias Wendt", Role::Agent, "Beispiel-AGENT-1"),
    staff(MIRIAM, "Miriam Haas", Role::Agent, "Beispiel-AGENT-1"),
    staff(SABINE, "Sabine Lindner", Role::Admin, "Beispiel-ADMIN-1"),
];

const fn customer(
    email: &'static str,
    name: &'static str,
    organisation: Option<&'static str>,
    locale: &'static str,
) -> Person {
    Person { email, name, role: Role::Customer, organisation, locale, password: "Beispiel-KUNDE-1" }
}

const fn staff(email: &'static str, name: &'static str, role: Role, password: &'static str) -> Person {
    Person { email, name, role, organisation: None, locale: "de", password }
}

impl Person {
    /// Role and company, for the console.
    pub(super) fn describe(&self) -> String {
        let role = self.role.as_str().to_lowercase();
        self.organisation.map_or_else(|| role.clone(), |organisation| format!("{role}, {organisation}"))
    }
}
