# The pages of the administration, and the audit log.
sections-people = People
sections-work = Work
sections-mail = Mail
sections-house = System
section-people = People
section-organisations = Organisations
section-queues = Queues
section-agreements = Agreements
section-views = Team views
section-mail = Email
section-audit = Audit log
admin-find-name = Name
admin-find-address = Name or address
mailboxes-find = Address or queue
templates-find = Email or queue
admin-entries = { $n ->
    [one] One entry
   *[other] { $n } entries
}
organisations-find = Name or domain
organisations-count = { $n ->
    [one] One organisation
   *[other] { $n } organisations
}
organisations-domains = Email domains
person-phone = Phone
person-phones = Phone numbers
person-phones-hint = One per line, preferably with the country code: +49 30 123456.
reason-phone-invalid = This is not a valid phone number. Write it like +49 30 123456.
reason-phones-too-many = A person can have at most five phone numbers.
person-user-name = Username
person-organisation-hint = The name of the organisation; empty: none.
person-organisation-more = More organisations
person-organisation-more-hint = The name of one more organisation. Every ticket belongs to one of them and is shared only there. The checkbox below is for the first organisation; for the others, use the page of the organisation.
person-active = Account is active
person-assigned = { $n ->
    [one] One open ticket is assigned. When the account is deactivated, it goes
   *[other] { $n } open tickets are assigned. When the account is deactivated, they go
}
person-to-queue = back to the queue
person-left = { $n ->
    [one] One ticket could not be handed over and is back in the queue.
   *[other] { $n } tickets could not be handed over and are back in the queue.
}
queue-members = Members
mail-ledger-link = Received emails
audit-count = { $n ->
    [one] One entry
   *[other] { $n } entries
}
audit-all = all entries
audit-filter = Filter entries
audit-text = Text
audit-kinds = all kinds
audit-person = Person or address
audit-from = from
audit-until = until
audit-only = only this
audit-at = Time
audit-actor = Who
audit-what = What
audit-subject = Affected
audit-changes = Changes
audit-true = yes
audit-false = no
audit-changed = changed
audit-system = System
audit-via-WEB = on the web
audit-via-API = via API
audit-via-MAIL = by email
audit-via-TIMER = by timer
audit-via-SYSTEM = by the system
audit-USER_CREATED = Account created
audit-USER_INVITED = Invitation sent
audit-USER_RENAMED = Name changed
audit-USER_LOCALE_CHANGED = Language or time zone changed by others
audit-USER_NAME_CHANGED = Username changed
audit-USER_EXTERNAL_ID_CHANGED = External ID changed
audit-ROLE_CHANGED = Role changed
audit-ACTIVATION_CHANGED = Account activated or deactivated
audit-PASSWORD_SET = Password set
audit-SESSION_REVOKED = Session ended by an admin
audit-IDENTITY_LINKED = Login service linked
audit-IDENTITY_UNLINKED = Login service unlinked
audit-SECOND_FACTOR_ENABLED = Two-factor authentication set up
audit-SECOND_FACTOR_DISABLED = Two-factor authentication turned off
audit-SECOND_FACTOR_RESET = Two-factor authentication reset
audit-RECOVERY_CODE_USED = Recovery code used
audit-PASSWORD_ALLOWED = Password login changed
audit-PASSKEY_ADDED = Passkey added
audit-PASSKEY_REMOVED = Passkey removed
audit-PASSKEY_REFUSED = Passkey refused: probably copied
audit-RECOVERY_CODES_RENEWED = New recovery codes created
audit-MEMBERSHIP_CHANGED = Organisation changed
audit-ORGANISATION_CREATED = Organisation created
audit-ORGANISATION_RENAMED = Organisation renamed
audit-ORGANISATION_EXTERNAL_ID_CHANGED = External ID changed
audit-SHARING_CHANGED = Sharing of tickets changed
audit-MEMBER_SELECTED = Selected members changed
audit-DOMAINS_CHANGED = Email domains changed
audit-QUEUE_CREATED = Queue created
audit-QUEUE_MEMBERS_CHANGED = Members of the queue changed
audit-QUEUE_CHANGED = Queue changed
audit-QUEUE_AGREEMENT_CHANGED = Agreement changed
audit-ORGANISATION_AGREEMENT_CHANGED = Agreement changed
audit-CALENDAR_CREATED = Calendar created
audit-CALENDAR_CHANGED = Calendar changed
audit-AGREEMENT_CREATED = Agreement created
audit-AGREEMENT_CHANGED = Agreement changed
audit-VIEW_CHANGED = View changed
audit-TOKEN_CREATED = Access token created
audit-TOKEN_REVOKED = Access token revoked
audit-REDACTED = Content of a ticket redacted
audit-redacted-comment = comment
audit-redacted-attachment = file
audit-MAIL_RELEASED = Email released
audit-MAIL_DISCARDED = Email discarded
audit-MAIL_ACCOUNT_CONNECTED = Mailbox connected
audit-MAIL_CONSENT_GONE = Consent for the mailbox no longer valid
audit-MAIL_ACCOUNT_DISCONNECTED = Mailbox disconnected
audit-EMAIL_CHANGED = Main address changed
audit-PHONES_CHANGED = Phone numbers changed
audit-MEMO_CHANGED = Note about the customer changed
audit-ADDRESSES_CHANGED = Email addresses changed
audit-ADDRESS_TRIED = Emails to the person are sent again
audit-USER_EXPORTED = Personal data exported
audit-USER_ERASED = Personal data erased
audit-USERS_MERGED = Accounts merged
audit-USERS_PARTED = Merged accounts separated
audit-field-role = role
audit-field-password = password
audit-field-passwordAllowed = password allowed
audit-field-invited = invitation
audit-field-name = name
audit-field-externalId = external ID
audit-field-userName = username
audit-field-active = active
audit-field-organisation = organisation
audit-field-mailAccount = mailbox
audit-field-joinedByDomain = by the email domain
audit-field-sharing = sharing
audit-field-sharesTickets = sharing
audit-field-domains = email domains
audit-field-seesOrganisation = sees the organisation's tickets
audit-field-address = address
audit-field-members = members
audit-field-agreement = agreement
audit-field-scopes = scopes
audit-field-identity = login service
audit-field-token = access token
audit-field-mail = email
audit-field-email = main address
audit-field-phones = phone numbers
audit-field-addresses = email addresses
audit-field-merged = with
audit-field-parted = from
audit-field-ticket = ticket
audit-field-redacted = redacted:
audit-field-reason = reason
import-link = From file
import-people = People from a file
import-organisations = Organisations from a file
import-people-intro = Create customers from a CSV file, or change them. A person who is already known by their address is updated; nobody is removed, and nobody gets an email.
import-organisations-intro = Create organisations from a CSV file, or add domains to them. None is removed, and new ones do not share their tickets.
import-people-columns = Columns with headings: Email and, as needed, Name (or First name, Last name), Organisation, Username, Language, External ID, Phone (several separated by semicolons). At most 2,000 lines, separated by commas, semicolons or tabs.
import-organisations-columns = Columns with headings: Name and, as needed, Domains, External ID. At most 2,000 lines, separated by commas, semicolons or tabs.
import-file = CSV file
import-paste = Or paste lines
import-create-organisations = Create organisations that do not exist yet
import-check = Check
import-submit = Import
import-preview = What will happen
import-done = Imported
import-line = Line
import-entry = Entry
import-becomes = Result
import-outcome-created = new
import-outcome-updated = updated
import-outcome-unchanged = already known
import-outcome-refused = skipped
import-would-created = { $n ->
    [one] One entry will be created.
   *[other] { $n } entries will be created.
}
import-would-updated = { $n ->
    [one] One entry will be updated.
   *[other] { $n } entries will be updated.
}
import-would-unchanged = { $n ->
    [one] One entry is already known.
   *[other] { $n } entries are already known.
}
import-would-refused = { $n ->
    [one] One line cannot be imported.
   *[other] { $n } lines cannot be imported.
}
import-was-created = { $n ->
    [one] One entry was created.
   *[other] { $n } entries were created.
}
import-was-updated = { $n ->
    [one] One entry was updated.
   *[other] { $n } entries were updated.
}
import-was-unchanged = { $n ->
    [one] One entry was already known.
   *[other] { $n } entries were already known.
}
import-was-refused = { $n ->
    [one] One line was not imported.
   *[other] { $n } lines were not imported.
}
import-would-organisations = Organisations that will be created: { $names }
import-was-organisations = Organisations created: { $names }
import-ignored = Ignored columns: { $names }
import-more = { $n ->
    [one] One more line is not shown here.
   *[other] { $n } more lines are not shown here.
}
import-unseen = These lines are not the ones that were checked. Below is what will happen to them; nothing is imported yet.
import-meant = belongs to { $who }
import-left = { $n ->
    [one] There was not enough time for one line.
   *[other] There was not enough time for { $n } lines.
} Import the same file again to continue from there.
import-broken-off = { $n ->
    [one] One line was not processed because of an error.
   *[other] { $n } lines were not processed because of an error.
} Import the same file again to continue from there.
import-field-name = Name
import-field-username = Username
import-field-locale = Language
import-field-phone = Phone
import-field-externalid = External ID
import-field-organisation = Organisation
import-field-domains = Domains
import-file-spreadsheet = This is a spreadsheet file, such as .xlsx. Save the table as CSV there, preferably as "CSV UTF-8".
import-file-binary = This file is not readable text. Save it as "CSV UTF-8"; UTF-16 needs a byte order mark.
import-file-large = The file is too large: at most 1,000,000 characters and 2,000 lines. Split it up, or import it on the server: “schalter import people FILE” (for organisations “schalter import organisations FILE”) takes up to 20,000 lines.
reason-import-empty = Choose a file with a header line and at least one more line.
reason-import-column-missing = A required column is missing: "Email" for people, "Name" for organisations.
reason-import-column-twice = Two columns of the file have the same meaning.
reason-import-too-long = The file has more than 2,000 lines. Split it up, or import it on the server: “schalter import people FILE” (for organisations “schalter import organisations FILE”) takes up to 20,000 lines.
reason-import-broken = Line { $line } of the file cannot be read; a quotation mark may be missing. Nothing was imported.
reason-import-quote-open = In line { $line }, a quotation mark is opened but not closed at the end of the value. Nothing was imported.
reason-import-surplus = This line has more values than the header has columns. Put values that contain a separator in quotation marks.
reason-import-twice = Already in an earlier line: the same address, external ID, username, domain or organisation.
reason-import-staff = Belongs to the team. An import can only change customers.
reason-import-other-organisation = This external ID belongs to another organisation. Change it there first.
reason-import-other-address = This is an additional or former address. Use the current one.
reason-import-deactivated = Is deactivated. Activate the account first or remove the line.
reason-import-busy = Other imports are running. Try again in a moment; nothing is imported yet.
reason-import-other-person = This external ID belongs to somebody with another address. Change the address there first.
people-all = All
people-role-CUSTOMER = Customers
people-role-AGENT = Support
people-role-ADMIN = Admins
people-state-INVITED = Invited
people-state-NO_PASSWORD = No password
people-state-UNREACHABLE = Undeliverable
people-state-DEACTIVATED = Deactivated
person-state-ACTIVE = active
person-state-INVITED = invited
person-state-NO_PASSWORD = no password
person-state-UNREACHABLE = undeliverable
person-state-DEACTIVATED = deactivated
person-back = People
person-not-invited = This person has no password and no valid invitation.
person-invited-before = This person is invited and has no password yet.
person-invite = Invite
person-invite-again = Invite again
person-invited = The invitation is being sent.
reason-invite-needless = This person can already log in.
reason-invite-inactive = This account is deactivated.
reason-invite-unreachable = Emails to this address bounce. Please change the address first.
people-role-address = role address
people-mail-failed = link not delivered
people-last = Last seen
people-open = Open
people-state = State
people-filter = Filter people
people-previous = Previous
people-next = Next

views-intro = Everybody in the team has these views. People save their own views at the desk.
views-new = New view
views-owner = Created by
views-query = Search
views-query-hint = As in the search field, e.g. status:open tag:printer.
views-open = Open at the desk
