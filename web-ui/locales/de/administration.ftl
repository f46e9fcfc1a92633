# Die Seiten der Verwaltung und das Protokoll.
sections-people = Personen
sections-work = Arbeit
sections-mail = E-Mail
sections-house = System
section-people = Personen
section-organisations = Organisationen
section-queues = Warteschlangen
section-agreements = Vereinbarungen
section-views = Übersichten des Teams
section-mail = E-Mail
section-audit = Protokoll
admin-find-name = Name
admin-find-address = Name oder Adresse
mailboxes-find = Adresse oder Warteschlange
templates-find = E-Mail oder Warteschlange
admin-entries = { $n ->
    [one] Ein Eintrag
   *[other] { $n } Einträge
}
organisations-find = Name oder Domain
organisations-count = { $n ->
    [one] Eine Organisation
   *[other] { $n } Organisationen
}
organisations-domains = E-Mail-Domains
person-phone = Telefon
person-phones = Telefonnummern
person-phones-hint = Eine je Zeile, am besten mit Ländervorwahl: +49 30 123456.
reason-phone-invalid = Das ist keine gültige Telefonnummer. Geben Sie sie an wie +49 30 123456.
reason-phones-too-many = Eine Person kann höchstens fünf Telefonnummern haben.
person-user-name = Benutzername
person-organisation-hint = Name der Organisation; leer: keine.
person-organisation-more = Weitere Organisationen
person-organisation-more-hint = Name einer weiteren Organisation. Jedes Ticket gehört zu einer davon und wird nur dort geteilt. Das Häkchen darunter gilt für die erste Organisation, für weitere gibt es eines auf der Seite der Organisation.
person-active = Konto ist aktiv
person-assigned = { $n ->
    [one] Ein offenes Ticket ist zugewiesen. Beim Deaktivieren des Kontos geht es
   *[other] { $n } offene Tickets sind zugewiesen. Beim Deaktivieren des Kontos gehen sie
}
person-to-queue = zurück in die Warteschlange
person-left = { $n ->
    [one] Ein Ticket konnte nicht übergeben werden und liegt wieder in der Warteschlange.
   *[other] { $n } Tickets konnten nicht übergeben werden und liegen wieder in der Warteschlange.
}
queue-members = Bearbeiter
mail-ledger-link = Eingegangene E-Mails
audit-count = { $n ->
    [one] Ein Eintrag
   *[other] { $n } Einträge
}
audit-all = alle Einträge
audit-filter = Einträge filtern
audit-text = Text
audit-kinds = alle Arten
audit-person = Person oder Adresse
audit-from = von
audit-until = bis
audit-only = nur hierzu
audit-at = Zeit
audit-actor = Wer
audit-what = Was
audit-subject = Wen oder was
audit-changes = Änderungen
audit-true = ja
audit-false = nein
audit-changed = geändert
audit-system = System
audit-via-WEB = im Web
audit-via-API = per API
audit-via-MAIL = per E-Mail
audit-via-TIMER = durch Zeitablauf
audit-via-SYSTEM = durch das System
audit-USER_CREATED = Konto angelegt
audit-USER_INVITED = Einladung gesendet
audit-USER_RENAMED = Name geändert
audit-USER_LOCALE_CHANGED = Sprache oder Zeitzone von anderen geändert
audit-USER_NAME_CHANGED = Benutzername geändert
audit-USER_EXTERNAL_ID_CHANGED = Externe ID geändert
audit-ROLE_CHANGED = Rolle geändert
audit-ACTIVATION_CHANGED = Konto aktiviert oder deaktiviert
audit-PASSWORD_SET = Passwort gesetzt
audit-SESSION_REVOKED = Sitzung von der Administration beendet
audit-IDENTITY_LINKED = Anmeldedienst verknüpft
audit-IDENTITY_UNLINKED = Verknüpfung mit Anmeldedienst gelöst
audit-SECOND_FACTOR_ENABLED = Zwei-Faktor-Anmeldung eingerichtet
audit-SECOND_FACTOR_DISABLED = Zwei-Faktor-Anmeldung abgeschaltet
audit-SECOND_FACTOR_RESET = Zwei-Faktor-Anmeldung zurückgesetzt
audit-RECOVERY_CODE_USED = Wiederherstellungscode benutzt
audit-PASSWORD_ALLOWED = Anmeldung mit Passwort geändert
audit-PASSKEY_ADDED = Passkey hinzugefügt
audit-PASSKEY_REMOVED = Passkey entfernt
audit-PASSKEY_REFUSED = Passkey abgelehnt: vermutlich kopiert
audit-RECOVERY_CODES_RENEWED = Neue Wiederherstellungscodes erstellt
audit-MEMBERSHIP_CHANGED = Organisation geändert
audit-ORGANISATION_CREATED = Organisation angelegt
audit-ORGANISATION_RENAMED = Organisation umbenannt
audit-ORGANISATION_EXTERNAL_ID_CHANGED = Externe ID geändert
audit-SHARING_CHANGED = Freigabe der Tickets geändert
audit-MEMBER_SELECTED = Ausgewählte Mitglieder geändert
audit-DOMAINS_CHANGED = E-Mail-Domains geändert
audit-QUEUE_CREATED = Warteschlange angelegt
audit-QUEUE_MEMBERS_CHANGED = Bearbeiter geändert
audit-QUEUE_CHANGED = Warteschlange geändert
audit-QUEUE_AGREEMENT_CHANGED = Vereinbarung geändert
audit-ORGANISATION_AGREEMENT_CHANGED = Vereinbarung geändert
audit-CALENDAR_CREATED = Kalender angelegt
audit-CALENDAR_CHANGED = Kalender geändert
audit-AGREEMENT_CREATED = Vereinbarung angelegt
audit-AGREEMENT_CHANGED = Vereinbarung geändert
audit-VIEW_CHANGED = Übersicht geändert
audit-TOKEN_CREATED = Zugangsschlüssel angelegt
audit-TOKEN_REVOKED = Zugangsschlüssel widerrufen
audit-REDACTED = Inhalt eines Tickets geschwärzt
audit-redacted-comment = Kommentar
audit-redacted-attachment = Datei
audit-MAIL_RELEASED = E-Mail freigegeben
audit-MAIL_DISCARDED = E-Mail verworfen
audit-MAIL_ACCOUNT_CONNECTED = Postfach verbunden
audit-MAIL_CONSENT_GONE = Zustimmung für das Postfach ungültig
audit-MAIL_ACCOUNT_DISCONNECTED = Postfach getrennt
audit-EMAIL_CHANGED = Hauptadresse geändert
audit-PHONES_CHANGED = Telefonnummern geändert
audit-MEMO_CHANGED = Notiz über den Kunden geändert
audit-ADDRESSES_CHANGED = E-Mail-Adressen geändert
audit-ADDRESS_TRIED = E-Mails an die Person werden wieder gesendet
audit-USER_EXPORTED = Daten der Person exportiert
audit-USER_ERASED = Daten der Person gelöscht
audit-USERS_MERGED = Konten zusammengeführt
audit-USERS_PARTED = Konten wieder getrennt
audit-field-role = Rolle
audit-field-password = Passwort
audit-field-passwordAllowed = Passwort zugelassen
audit-field-invited = Einladung
audit-field-name = Name
audit-field-externalId = externe ID
audit-field-userName = Benutzername
audit-field-active = aktiv
audit-field-organisation = Organisation
audit-field-mailAccount = Postfach
audit-field-joinedByDomain = über die E-Mail-Domain
audit-field-sharing = Freigabe
audit-field-sharesTickets = Freigabe
audit-field-domains = E-Mail-Domains
audit-field-seesOrganisation = sieht Tickets der Organisation
audit-field-address = Adresse
audit-field-members = Bearbeiter
audit-field-agreement = Vereinbarung
audit-field-scopes = Rechte
audit-field-identity = Anmeldedienst
audit-field-token = Zugangsschlüssel
audit-field-mail = E-Mail
audit-field-email = Hauptadresse
audit-field-phones = Telefonnummern
audit-field-addresses = E-Mail-Adressen
audit-field-merged = mit
audit-field-parted = von
audit-field-ticket = Ticket
audit-field-redacted = geschwärzt:
audit-field-reason = Begründung
import-link = Aus Datei
import-people = Personen aus Datei
import-organisations = Organisationen aus Datei
import-people-intro = Kunden aus einer CSV-Datei anlegen oder ändern. Wer unter seiner Adresse schon bekannt ist, wird entsprechend geändert; niemand wird entfernt, und niemand bekommt eine E-Mail.
import-organisations-intro = Organisationen aus einer CSV-Datei anlegen oder um E-Mail-Domains ergänzen. Keine wird entfernt, und neue teilen ihre Tickets nicht.
import-people-columns = Spalten mit Überschriften: E-Mail und nach Bedarf Name (oder Vorname, Nachname), Organisation, Benutzername, Sprache, Externe ID, Telefon (mehrere mit Semikolon). Höchstens 2000 Zeilen, getrennt durch Komma, Semikolon oder Tabulator.
import-organisations-columns = Spalten mit Überschriften: Name und nach Bedarf Domains, Externe ID. Höchstens 2000 Zeilen, getrennt durch Komma, Semikolon oder Tabulator.
import-file = CSV-Datei
import-paste = Oder Zeilen einfügen
import-create-organisations = Organisationen anlegen, die es noch nicht gibt
import-check = Prüfen
import-submit = Übernehmen
import-preview = Was daraus wird
import-done = Übernommen
import-line = Zeile
import-entry = Eintrag
import-becomes = Ergebnis
import-outcome-created = neu
import-outcome-updated = geändert
import-outcome-unchanged = schon bekannt
import-outcome-refused = übersprungen
import-would-created = { $n ->
    [one] Ein Eintrag wird angelegt.
   *[other] { $n } Einträge werden angelegt.
}
import-would-updated = { $n ->
    [one] Ein Eintrag wird geändert.
   *[other] { $n } Einträge werden geändert.
}
import-would-unchanged = { $n ->
    [one] Ein Eintrag ist schon bekannt.
   *[other] { $n } Einträge sind schon bekannt.
}
import-would-refused = { $n ->
    [one] Eine Zeile kann nicht übernommen werden.
   *[other] { $n } Zeilen können nicht übernommen werden.
}
import-was-created = { $n ->
    [one] Ein Eintrag ist angelegt.
   *[other] { $n } Einträge sind angelegt.
}
import-was-updated = { $n ->
    [one] Ein Eintrag ist geändert.
   *[other] { $n } Einträge sind geändert.
}
import-was-unchanged = { $n ->
    [one] Ein Eintrag war schon bekannt.
   *[other] { $n } Einträge waren schon bekannt.
}
import-was-refused = { $n ->
    [one] Eine Zeile wurde nicht übernommen.
   *[other] { $n } Zeilen wurden nicht übernommen.
}
import-would-organisations = Neu angelegt werden die Organisationen: { $names }
import-was-organisations = Neu angelegte Organisationen: { $names }
import-ignored = Ignorierte Spalten: { $names }
import-more = { $n ->
    [one] Eine weitere Zeile ist hier nicht gezeigt.
   *[other] { $n } weitere Zeilen sind hier nicht gezeigt.
}
import-unseen = Diese Zeilen sind nicht die geprüften. Hier steht, was aus ihnen wird; übernommen ist noch nichts.
import-meant = gehört zu { $who }
import-left = { $n ->
    [one] Für eine Zeile reichte die Zeit nicht.
   *[other] Für { $n } Zeilen reichte die Zeit nicht.
} Importieren Sie dieselbe Datei noch einmal, um dort fortzufahren.
import-broken-off = { $n ->
    [one] Eine Zeile wurde wegen einer Störung nicht bearbeitet.
   *[other] { $n } Zeilen wurden wegen einer Störung nicht bearbeitet.
} Importieren Sie dieselbe Datei noch einmal, um dort fortzufahren.
import-field-name = Name
import-field-username = Benutzername
import-field-locale = Sprache
import-field-phone = Telefon
import-field-externalid = Externe ID
import-field-organisation = Organisation
import-field-domains = Domains
import-file-spreadsheet = Das ist eine Datei einer Tabellenkalkulation (etwa .xlsx). Bitte speichern Sie die Tabelle dort als CSV, am besten „CSV UTF-8“.
import-file-binary = Diese Datei ist kein lesbarer Text. Bitte speichern Sie sie als „CSV UTF-8“; UTF-16 geht nur mit Byte-Order-Mark.
import-file-large = Die Datei ist zu groß: höchstens 1.000.000 Zeichen und 2000 Zeilen. Bitte teilen Sie sie auf, oder lesen Sie sie auf dem Server ein: „schalter import people DATEI“ (für Organisationen „schalter import organisations DATEI“) nimmt bis zu 20.000 Zeilen.
reason-import-empty = Bitte wählen Sie eine Datei mit einer Kopfzeile und mindestens einer weiteren Zeile.
reason-import-column-missing = Eine erforderliche Spalte fehlt: „E-Mail“ bei Personen, „Name“ bei Organisationen.
reason-import-column-twice = Zwei Spalten der Datei bedeuten dasselbe.
reason-import-too-long = Die Datei hat mehr als 2000 Zeilen. Bitte teilen Sie sie auf, oder lesen Sie sie auf dem Server ein: „schalter import people DATEI“ (für Organisationen „schalter import organisations DATEI“) nimmt bis zu 20.000 Zeilen.
reason-import-broken = Zeile { $line } der Datei ist nicht lesbar, vielleicht fehlt ein Anführungszeichen. Übernommen wurde nichts.
reason-import-quote-open = In Zeile { $line } beginnt ein Anführungszeichen, das nicht am Ende eines Wertes schließt. Übernommen wurde nichts.
reason-import-surplus = Diese Zeile hat mehr Werte als die Kopfzeile Spalten. Setzen Sie Werte mit Trennzeichen in Anführungszeichen.
reason-import-twice = Steht weiter oben schon in der Datei: dieselbe Adresse, externe ID, Domain, Organisation oder derselbe Benutzername.
reason-import-staff = Gehört zum Team. Ein Import kann nur Kunden ändern.
reason-import-other-organisation = Diese externe ID gehört zu einer anderen Organisation. Ändern Sie sie dort zuerst.
reason-import-other-address = Das ist eine weitere oder frühere Adresse. Bitte verwenden Sie die aktuelle.
reason-import-deactivated = Ist deaktiviert. Aktivieren Sie das Konto zuerst, oder lassen Sie die Zeile weg.
reason-import-busy = Gerade laufen andere Importe. Bitte versuchen Sie es gleich noch einmal; übernommen ist noch nichts.
reason-import-other-person = Diese externe ID gehört zu jemandem mit anderer Adresse. Ändern Sie dort zuerst die Adresse.
people-all = Alle
people-role-CUSTOMER = Kunden
people-role-AGENT = Support
people-role-ADMIN = Verwaltung
people-state-INVITED = Eingeladen
people-state-NO_PASSWORD = Ohne Passwort
people-state-UNREACHABLE = Unzustellbar
people-state-DEACTIVATED = Deaktiviert
person-state-ACTIVE = aktiv
person-state-INVITED = eingeladen
person-state-NO_PASSWORD = ohne Passwort
person-state-UNREACHABLE = unzustellbar
person-state-DEACTIVATED = deaktiviert
person-back = Personen
person-not-invited = Diese Person hat noch kein Passwort und keine gültige Einladung.
person-invited-before = Diese Person ist eingeladen und hat noch kein Passwort.
person-invite = Einladen
person-invite-again = Noch einmal einladen
person-invited = Die Einladung wird gesendet.
reason-invite-needless = Diese Person kann sich bereits anmelden.
reason-invite-inactive = Dieses Konto ist deaktiviert.
reason-invite-unreachable = E-Mails an diese Adresse kommen zurück. Bitte ändern Sie zuerst die Adresse.
people-role-address = Funktionsadresse
people-mail-failed = Link kam nicht an
people-last = Zuletzt
people-open = Offen
people-state = Stand
people-filter = Personen filtern
people-previous = Vorige
people-next = Nächste

views-intro = Diese Übersichten hat jeder aus dem Team. Eigene Übersichten speichert jeder für sich am Schalter.
views-new = Neue Übersicht
views-owner = Angelegt von
views-query = Suche
views-query-hint = Wie im Suchfeld, z. B. status:open tag:drucker.
views-open = Am Schalter öffnen
