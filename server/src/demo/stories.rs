//! What happened in the demo company during the last three weeks: tickets in every status, told as steps in time.

use engine::{Channel, Priority, Status};

use super::people::{AYLIN, EMMA, JONAS, KERSTIN, MARTIN, MIRIAM, TOBIAS};

/// One ticket and what became of it.
#[derive(Debug)]
pub(super) struct Story {
    pub(super) customer: &'static str,
    pub(super) channel: Channel,
    pub(super) priority: Priority,
    /// Minutes before now.
    pub(super) ago: u32,
    pub(super) title: &'static str,
    pub(super) text: &'static str,
    pub(super) files: &'static [File],
    /// Minutes before now, and what happened then.
    pub(super) steps: &'static [(u32, Step)],
}

/// One thing that somebody did.
#[derive(Debug)]
pub(super) enum Step {
    /// The customer wrote.
    Customer(&'static str),
    /// The customer wrote and closed.
    Close(&'static str),
    /// Staff took the ticket.
    Assign(&'static str),
    /// Staff answered.
    Answer(&'static str, Status, &'static str),
    /// Staff noted something for themselves.
    Note(&'static str, &'static str),
}

/// One file of the demo.
#[derive(Debug, Clone, Copy)]
pub(super) struct File {
    pub(super) name: &'static str,
    pub(super) content_type: &'static str,
    pub(super) bytes: &'static [u8],
}

const LOG: File =
    File { name: "export.log", content_type: "text/plain", bytes: include_bytes!("../../demo/export.log") };
const SCREENSHOT: File = File {
    name: "Bildschirmfoto.png",
    content_type: "image/png",
    bytes: include_bytes!("../../demo/bildschirmfoto.png"),
};
/// Encrypted with AES-256; the password went over the telephone.
const ARCHIVE: File = File {
    name: "zaehlerstaende.zip",
    content_type: "application/zip",
    bytes: include_bytes!("../../demo/zaehlerstaende.zip"),
};

const HOUR: u32 = 60;
const DAY: u32 = 24 * HOUR;

use Step::{Answer, Assign, Close, Customer, Note};

pub(super) const STORIES: [Story; 11] = [
    Story {
        customer: KERSTIN,
        channel: Channel::Email,
        priority: Priority::Normal,
        ago: 20 * DAY,
        title: "Anmeldung nach Passwortwechsel nicht möglich",
        text: "Guten Morgen,\n\nseit ich gestern mein Passwort geändert habe, komme ich nicht mehr in die Anwendung. \
               Die Meldung lautet nur „Anmeldung fehlgeschlagen“.\n\nViele Grüße\nKerstin Vogel",
        files: &[],
        steps: &[
            (20 * DAY - 30, Assign(TOBIAS)),
            (
                20 * DAY - 55,
                Answer(
                    TOBIAS,
                    Status::Resolved,
                    "Guten Tag Frau Vogel,\n\ndas Konto war nach mehreren Versuchen gesperrt. Ich habe die Sperre \
                     aufgehoben; bitte versuchen Sie es noch einmal.",
                ),
            ),
            (19 * DAY, Close("Vielen Dank, es funktioniert wieder. Das Ticket kann geschlossen werden.")),
        ],
    },
    Story {
        customer: AYLIN,
        channel: Channel::Web,
        priority: Priority::High,
        ago: 18 * DAY,
        title: "Rechnungsexport bricht bei Zeile 1204 ab",
        text: "Der nächtliche Export der Rechnungen bricht seit dem letzten Update immer an derselben Stelle ab. \
               Das Protokoll und ein Bildschirmfoto hängen an.",
        files: &[LOG, SCREENSHOT],
        steps: &[
            (18 * DAY - 40, Assign(MIRIAM)),
            (
                18 * DAY - 90,
                Note(
                    MIRIAM,
                    "Zeile 1204 enthält ein Semikolon im Straßennamen. Derselbe Fehler wie im Frühjahr.",
                ),
            ),
            (
                17 * DAY,
                Answer(
                    MIRIAM,
                    Status::Pending,
                    "Guten Tag Frau Demir,\n\nin Zeile 1204 steht ein Semikolon im Straßennamen. Dürfen wir den \
                     Datensatz anpassen?",
                ),
            ),
            (16 * DAY + 6 * HOUR, Customer("Ja, bitte passen Sie ihn an.")),
            (
                15 * DAY,
                Answer(
                    MIRIAM,
                    Status::Resolved,
                    "Der Datensatz ist angepasst, und der Export ist heute Nacht durchgelaufen. Ab Version 4.2.2 \
                     stört das Semikolon nicht mehr.",
                ),
            ),
        ],
    },
    Story {
        customer: JONAS,
        channel: Channel::Web,
        priority: Priority::Low,
        ago: 9 * DAY,
        title: "Zweite Druckvorlage für Mahnungen",
        text: "Wir hätten gern eine zweite Vorlage für Mahnungen, mit unserem neuen Briefkopf. Was braucht ihr dafür?",
        files: &[],
        steps: &[
            (9 * DAY - 3 * HOUR, Assign(TOBIAS)),
            (
                8 * DAY,
                Answer(
                    TOBIAS,
                    Status::Pending,
                    "Hallo Herr Petersen,\n\nbitte schicken Sie uns den Briefkopf als PDF, und sagen Sie uns, ob die \
                     alte Vorlage bestehen bleiben soll.",
                ),
            ),
        ],
    },
    Story {
        customer: MARTIN,
        channel: Channel::Phone,
        priority: Priority::Urgent,
        ago: 6 * DAY,
        title: "Server nach Stromausfall nicht erreichbar",
        text: "Anruf von Herrn Krüger: Nach dem Stromausfall heute früh ist die Anwendung an keinem Arbeitsplatz \
               erreichbar.",
        files: &[],
        steps: &[
            (6 * DAY - 5, Assign(MIRIAM)),
            (
                6 * DAY - 25,
                Note(MIRIAM, "Datenbank startet nicht, Protokoll unvollständig. Rückruf vereinbart."),
            ),
            (
                6 * DAY - 2 * HOUR,
                Answer(
                    MIRIAM,
                    Status::Open,
                    "Die Datenbank ist wiederhergestellt, die Anwendung läuft. Wir beobachten sie noch bis morgen.",
                ),
            ),
            (
                3 * DAY,
                Answer(
                    MIRIAM,
                    Status::Resolved,
                    "Seit drei Tagen läuft alles ohne Auffälligkeiten. Damit ist die \
                        Störung aus unserer Sicht behoben.",
                ),
            ),
        ],
    },
    Story {
        customer: KERSTIN,
        channel: Channel::Web,
        priority: Priority::Normal,
        ago: 4 * DAY,
        title: "Zählerstände aus dem Altsystem übernehmen",
        text: "Im Anhang die Zählerstände aus dem Altsystem als verschlüsseltes Archiv. Das Kennwort teile ich \
               telefonisch mit.",
        files: &[ARCHIVE],
        steps: &[
            (4 * DAY - HOUR, Assign(MIRIAM)),
            (4 * DAY - 2 * HOUR, Note(MIRIAM, "Kennwort telefonisch erhalten, Archiv lässt sich öffnen.")),
            (
                3 * DAY + 5 * HOUR,
                Answer(
                    MIRIAM,
                    Status::Pending,
                    "Guten Tag Frau Vogel,\n\ndie Datei ist lesbar. Zu welchem Stichtag sollen die Stände gelten?",
                ),
            ),
            (2 * DAY + 4 * HOUR, Customer("Zum 31. Oktober, bitte.")),
        ],
    },
    Story {
        customer: EMMA,
        channel: Channel::Email,
        priority: Priority::Normal,
        ago: 3 * DAY,
        title: "How do I export my invoices as PDF?",
        text: "Hello,\n\nour auditors ask for last year's invoices as PDF files. Is there a way to export all of them \
               at once?\n\nKind regards\nEmma Clarke",
        files: &[],
        steps: &[
            (3 * DAY - 4 * HOUR, Assign(TOBIAS)),
            (
                2 * DAY + 20 * HOUR,
                Answer(
                    TOBIAS,
                    Status::Pending,
                    "Hello Ms Clarke,\n\nyes: choose Invoices, tick the year, then Export. Could you tell us which \
                     version you use, in case the button is missing?",
                ),
            ),
        ],
    },
    Story {
        customer: AYLIN,
        channel: Channel::Email,
        priority: Priority::Low,
        ago: 2 * DAY,
        title: "Schulungstermin im Dezember",
        text: "Guten Tag,\n\nkönnen wir für drei neue Kolleginnen eine Schulung im Dezember vereinbaren?\n\n\
               Mit freundlichen Grüßen\nAylin Demir",
        files: &[],
        steps: &[(2 * DAY - 6 * HOUR, Assign(TOBIAS))],
    },
    Story {
        customer: JONAS,
        channel: Channel::Web,
        priority: Priority::High,
        ago: 26 * HOUR,
        title: "Bericht zeigt falsche Quartalssummen",
        text: "Im Quartalsbericht stimmen die Summen nicht mit den Einzelwerten überein, siehe Bildschirmfoto.",
        files: &[SCREENSHOT],
        steps: &[
            (25 * HOUR, Assign(MIRIAM)),
            (
                22 * HOUR,
                Answer(
                    MIRIAM,
                    Status::Resolved,
                    "Der Bericht rechnete die Stornos doppelt. Das ist behoben.",
                ),
            ),
            (
                4 * HOUR,
                Customer(
                    "Das zweite Quartal stimmt jetzt, das dritte leider noch nicht. Können Sie noch einmal sehen?",
                ),
            ),
        ],
    },
    Story {
        customer: MARTIN,
        channel: Channel::Email,
        priority: Priority::Normal,
        ago: 3 * HOUR,
        title: "Neue Kollegin braucht einen Zugang",
        text: "Guten Tag,\n\nzum Ersten fängt bei uns Frau Brandt an. Bitte richten Sie ihr einen Zugang mit denselben \
               Rechten wie Frau Demir ein.\n\nMartin Krüger",
        files: &[],
        steps: &[],
    },
    Story {
        customer: KERSTIN,
        channel: Channel::Web,
        priority: Priority::Normal,
        ago: 40,
        title: "Fehlermeldung beim Speichern der Stammdaten",
        text: "Beim Speichern erscheint die Meldung vom Bildschirmfoto. Nach einem Neustart ging es einmal, dann nicht \
               mehr.",
        files: &[SCREENSHOT],
        steps: &[],
    },
    Story {
        customer: EMMA,
        channel: Channel::Email,
        priority: Priority::Normal,
        ago: 15,
        title: "Two questions about the new release",
        text: "Hello,\n\nis there a list of what changed in 4.2, and does the update need a restart?\n\nEmma Clarke",
        files: &[],
        steps: &[],
    },
];
