# Die Seiten der Verwaltung und das Protokoll.
section-people = Personen
section-organisations = Organisationen
section-queues = Warteschlangen
section-agreements = Vereinbarungen
section-mail = E-Mail
section-audit = Protokoll
admin-any-role = alle Rollen
organisations-find = Name oder Domain
organisations-count = { $n ->
    [one] Eine Organisation
   *[other] { $n } Organisationen
}
organisations-domains = Maildomains
person-user-name = Benutzername
person-organisation-hint = Name der Organisation; leer: keine.
person-organisation-more = Weitere Organisationen
person-organisation-more-hint = Name einer weiteren Organisation. Jedes Ticket gehört zu einer davon und wird nur dort geteilt. Das Häkchen darunter gilt für die erste Organisation, für weitere gibt es eines auf der Seite der Organisation.
person-active = Konto ist aktiv
person-assigned = { $n ->
    [one] Ein offenes Ticket ist zugewiesen. Beim Abschalten des Kontos geht es
   *[other] { $n } offene Tickets sind zugewiesen. Beim Abschalten des Kontos gehen sie
}
person-to-queue = zurück in die Warteschlange
person-left = { $n ->
    [one] Ein Ticket konnte nicht übergeben werden und liegt wieder in der Warteschlange.
   *[other] { $n } Tickets konnten nicht übergeben werden und liegen wieder in der Warteschlange.
}
queue-members = Wer sie bearbeitet
mail-ledger-link = Eingegangene E-Mails
audit-count = { $n ->
    [one] Ein Eintrag
   *[other] { $n } Einträge
}
audit-all = alle Einträge
audit-only = nur hierzu
audit-at = Zeit
audit-actor = Wer
audit-what = Was
audit-subject = Wen oder was
audit-changes = Änderungen
audit-true = ja
audit-false = nein
audit-system = System
audit-via-WEB = im Web
audit-via-API = über die Schnittstelle
audit-via-MAIL = per E-Mail
audit-via-TIMER = durch Zeitablauf
audit-via-SYSTEM = auf der Kommandozeile
audit-USER_CREATED = Konto angelegt
audit-USER_RENAMED = Name geändert
audit-USER_NAME_CHANGED = Benutzername geändert
audit-USER_EXTERNAL_ID_CHANGED = Externe ID geändert
audit-ROLE_CHANGED = Rolle geändert
audit-ACTIVATION_CHANGED = Konto an- oder abgeschaltet
audit-PASSWORD_SET = Passwort gesetzt
audit-MEMBERSHIP_CHANGED = Organisation geändert
audit-ORGANISATION_CREATED = Organisation angelegt
audit-ORGANISATION_EXTERNAL_ID_CHANGED = Externe ID geändert
audit-SHARING_CHANGED = Freigabe der Tickets geändert
audit-MEMBER_SELECTED = Ausgewählte Mitglieder geändert
audit-DOMAINS_CHANGED = Maildomains geändert
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
audit-MAIL_RELEASED = E-Mail freigegeben
audit-MAIL_DISCARDED = E-Mail verworfen
audit-EMAIL_CHANGED = Hauptadresse geändert
audit-ADDRESSES_CHANGED = E-Mail-Adressen geändert
audit-ADDRESS_TRIED = E-Mails an die Person werden wieder gesendet
audit-USER_EXPORTED = Daten der Person herausgegeben
audit-USER_ERASED = Daten der Person gelöscht
audit-USERS_MERGED = Konten zusammengeführt
audit-USERS_PARTED = Konten wieder getrennt
audit-field-role = Rolle
audit-field-password = Passwort
audit-field-invited = Einladung
audit-field-name = Name
audit-field-externalId = externe ID
audit-field-userName = Benutzername
audit-field-active = aktiv
audit-field-organisation = Organisation
audit-field-joinedByDomain = über die Maildomain
audit-field-sharing = Freigabe
audit-field-sharesTickets = Freigabe
audit-field-domains = Maildomains
audit-field-seesOrganisation = sieht Tickets der Organisation
audit-field-address = Adresse
audit-field-members = Bearbeiter
audit-field-agreement = Vereinbarung
audit-field-scopes = Rechte
audit-field-token = Zugangsschlüssel
audit-field-mail = E-Mail
audit-field-email = Hauptadresse
audit-field-addresses = E-Mail-Adressen
audit-field-merged = zusammengeführt
audit-field-reason = Begründung
