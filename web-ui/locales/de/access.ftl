# Was eine Person einlässt: Sitzungen und Zugangsschlüssel.
access-title = Sitzungen und Zugangsschlüssel
access-done-session = Die Sitzung ist beendet.
access-done-others = Alle anderen Sitzungen sind beendet.
access-done-token = Der Zugangsschlüssel ist widerrufen.
access-done-identity = Die Verknüpfung ist gelöst.
access-client-known = { $browser } unter { $system }
access-unlink-named = Verknüpfung mit { $provider } lösen
access-unlink-hint = Über einen Dienst, dessen Verknüpfung Sie lösen, können Sie sich nicht mehr anmelden. Rolle und Organisationen, die er vergeben hat, entfallen. Offene Sitzungen laufen weiter.
access-last-admin = Diese Anmeldung hat die letzte verbliebene Administration bestimmt. Bitte ernennen Sie zuerst jemand anderen.
access-sessions = Sitzungen
access-client = Browser
access-client-unknown = Unbekannter Browser
access-since = Angemeldet seit
access-used = Zuletzt benutzt
access-current = Diese Sitzung
access-end = Abmelden
access-tokens = Zugangsschlüssel
access-name = Name
access-scopes = Rechte
access-created = Erstellt
access-expires = Läuft ab
access-never-expires = nie
access-never-used = noch nie
access-revoke = Widerrufen
access-no-sessions = Es gibt keine offenen Sitzungen.
access-no-tokens = Es gibt keine Zugangsschlüssel.
access-hint = Mit einem Zugangsschlüssel arbeitet ein Programm über die Schnittstelle in Ihrem Namen. Wenn Sie einen Schlüssel nicht kennen, widerrufen Sie ihn.
access-end-others = Alle anderen Sitzungen beenden
access-identities = Anmeldedienste
access-provider = Dienst
access-identity = Adresse dort
access-linked-at = Verknüpft am
access-unlink = Verknüpfung lösen
access-no-identities = Kein Anmeldedienst ist verknüpft.
access-link = Mit { $provider } verknüpfen
access-linked = Der Anmeldedienst ist verknüpft.
access-last = Das ist Ihr einziger Weg, sich anzumelden. Bitte legen Sie zuerst ein Passwort fest, über „Passwort vergessen?“ auf der Anmeldeseite, oder verknüpfen Sie einen weiteren Anmeldedienst.
link-intro = Sobald { $provider } verknüpft ist, kann sich jeder, der sich dort anmelden kann, hier ohne Passwort als Sie anmelden. Bitte bestätigen Sie, dass Sie es sind.
link-continue = Weiter
link-proven = Bestätigt.
link-go = Weiter zu { $provider }
reason-identity-required = Ihre Anmeldung ist älter als 15 Minuten. Bitte bestätigen Sie, dass Sie es sind.

# Was neben dem Passwort gezeigt wird.
second-factor-title = Zwei-Faktor-Anmeldung
second-factor-off = Bei der Anmeldung wird nur nach dem Passwort gefragt. Mit einer Authenticator-App auf Ihrem Smartphone ist Ihr Konto auch dann geschützt, wenn jemand Ihr Passwort kennt.
second-factor-on = Eingerichtet am
second-factor-unready = Ihre Rolle verlangt die Zwei-Faktor-Anmeldung. Bitte richten Sie sie ein, um fortzufahren.
second-factor-required = Ihre Rolle verlangt die Zwei-Faktor-Anmeldung. Sie lässt sich deshalb nicht abschalten.
second-factor-begin = Einrichten
second-factor-change = Ändern
second-factor-password = Ihr Passwort
second-factor-code = Code aus der App oder Wiederherstellungscode
second-factor-scan = Scannen Sie dieses Bild mit Ihrer Authenticator-App.
second-factor-qr = QR-Code für die Authenticator-App
second-factor-type = Oder geben Sie diesen Schlüssel in der App ein:
second-factor-first-code = Code, den die App jetzt zeigt
second-factor-confirm = Bestätigen
second-factor-enabled = Die Zwei-Faktor-Anmeldung ist eingerichtet.
second-factor-disabled = Die Zwei-Faktor-Anmeldung ist abgeschaltet.
second-factor-codes = Das sind Ihre Wiederherstellungscodes. Mit jedem können Sie sich einmal anmelden, wenn Ihnen Smartphone oder Passkey fehlt. Frühere Codes gelten nicht mehr.
second-factor-codes-hint = Bewahren Sie die Codes sicher auf. Sie werden nicht noch einmal gezeigt.
second-factor-download = Herunterladen
second-factor-print = Drucken
second-factor-file = wiederherstellungscodes.txt
second-factor-go-on = Gespeichert, weiter
second-factor-left = { $n ->
    [0] Sie haben keine Wiederherstellungscodes mehr. Bitte erstellen Sie neue.
    [one] Sie haben noch einen Wiederherstellungscode.
   *[other] Sie haben noch { $n } Wiederherstellungscodes.
}
second-factor-renew = Neue Wiederherstellungscodes
second-factor-move = Andere App einrichten
second-factor-disable = Abschalten
second-factor-back = Zurück zu „Mein Konto“
second-factor-log-out = Abmelden
reason-password-wrong = Das Passwort stimmt nicht.
reason-set-up-expired = Die Einrichtung hat zu lange gedauert. Bitte beginnen Sie noch einmal.
reason-second-factor-off = Die Zwei-Faktor-Anmeldung ist nicht eingerichtet.

# Passkeys: was statt des Passworts gezeigt wird.
passkey-title = Passkeys
passkey-intro = Mit einem Passkey melden Sie sich ohne Passwort an: per Fingerabdruck, Gesicht, Geräte-PIN oder Sicherheitsschlüssel. Er gilt zugleich als zweiter Faktor.
passkey-password-alone = Sobald Sie einen Passkey haben, genügt das Passwort allein nicht mehr. Sie erhalten Wiederherstellungscodes für den Fall, dass Sie das Gerät verlieren.
passkey-added-on = Hinzugefügt am
passkey-used-on = zuletzt benutzt am
passkey-never-used = noch nicht benutzt
passkey-rename = Umbenennen
passkey-remove = Entfernen
passkey-remove-named = { $name } entfernen
passkey-remove-question = Möchten Sie den Passkey „{ $name }“ entfernen?
passkey-remove-last = Danach genügt zum Anmelden wieder das Passwort, und Ihre Wiederherstellungscodes gelten nicht mehr.
passkey-kept = Ihre Rolle verlangt einen zweiten Faktor. Um diesen Passkey zu entfernen, fügen Sie zuerst einen weiteren hinzu oder richten eine App ein.
passkey-add = Passkey hinzufügen
passkey-make = Passkey erstellen
passkey-make-hint = Geben Sie dem Passkey einen Namen. Ihr Browser fragt Sie dann, wo er gespeichert wird.
passkey-name = Name
passkey-name-hint = Zum Beispiel das Gerät oder der Passwort-Manager, in dem er liegt.
passkey-added = Der Passkey ist hinzugefügt.
passkey-renamed = Der Passkey ist umbenannt.
passkey-removed = Der Passkey ist entfernt.
passkey-prove = Mit Passkey bestätigen
passkey-proven = Mit Passkey bestätigt.
passkey-script = Für Passkeys muss JavaScript eingeschaltet sein.
passkey-unavailable = Passkeys sind hier nicht möglich: Sie brauchen eine Adresse mit https und einem Namen.
passkey-unsupported = Dieser Browser unterstützt hier keine Passkeys.
passkey-cancelled = Der Vorgang wurde abgebrochen oder hat zu lange gedauert.
passkey-elsewhere = Unter dieser Adresse sind Passkeys nicht möglich. Bitte öffnen Sie die Seite unter ihrer üblichen Adresse.
passkey-failed = Das hat nicht geklappt. Bitte versuchen Sie es noch einmal.
passkey-app-instead = Stattdessen eine Authenticator-App einrichten
passkey-use = Passkeys verwenden
passkey-some = { $n ->
    [one] Sie haben einen Passkey.
   *[other] Sie haben { $n } Passkeys.
}
second-factor-by-passkey = Nach dem Passwort werden Sie nach einem Passkey gefragt.
second-factor-begin-app = Authenticator-App einrichten
reason-passkey-wrong = Dieser Passkey wurde nicht angenommen.
reason-passkey-known = Dieses Gerät hat schon einen Passkey für Ihr Konto.
reason-passkey-none = Für dieses Konto gibt es keinen Passkey.
reason-passkeys-too-many = Sie haben schon sehr viele Passkeys. Bitte entfernen Sie zuerst einen.
reason-passkeys-unavailable = Passkeys sind hier nicht möglich: Sie brauchen eine Adresse mit https und einem Namen.
reason-ceremony-expired = Das hat zu lange gedauert. Bitte versuchen Sie es noch einmal.
reason-log-in-again = Bitte melden Sie sich zuerst neu an: Ihre Anmeldung darf dafür nicht älter als 15 Minuten sein.
