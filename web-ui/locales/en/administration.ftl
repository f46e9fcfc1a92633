# The pages of the administration, and the audit log.
section-people = People
section-organisations = Organisations
section-queues = Queues
section-agreements = Agreements
section-mail = Email
section-audit = Audit log
admin-any-role = all roles
organisations-find = Name or domain
organisations-count = { $n ->
    [one] One organisation
   *[other] { $n } organisations
}
organisations-domains = Email domains
person-user-name = Username
person-organisation-hint = The name of the organisation; empty: none.
person-organisation-more = More organisations
person-organisation-more-hint = The name of one more organisation. Every ticket belongs to one of them and is shared only there. The checkbox below is for the first organisation; for the others, use the page of the organisation.
person-active = Account is active
person-assigned = { $n ->
    [one] One open ticket is assigned. When the account is switched off, it goes
   *[other] { $n } open tickets are assigned. When the account is switched off, they go
}
person-to-queue = back to the queue
person-left = { $n ->
    [one] One ticket could not be handed over and is back in the queue.
   *[other] { $n } tickets could not be handed over and are back in the queue.
}
queue-members = Who works it
mail-ledger-link = Received emails
audit-count = { $n ->
    [one] One entry
   *[other] { $n } entries
}
audit-all = all entries
audit-only = only this
audit-at = Time
audit-actor = Who
audit-what = What
audit-subject = Whom or what
audit-changes = Changes
audit-true = yes
audit-false = no
audit-system = System
audit-via-WEB = on the web
audit-via-API = by the API
audit-via-MAIL = by email
audit-via-TIMER = by time
audit-via-SYSTEM = on the command line
audit-USER_CREATED = Account created
audit-USER_RENAMED = Name changed
audit-USER_NAME_CHANGED = Username changed
audit-USER_EXTERNAL_ID_CHANGED = External ID changed
audit-ROLE_CHANGED = Role changed
audit-ACTIVATION_CHANGED = Account switched on or off
audit-PASSWORD_SET = Password set
audit-MEMBERSHIP_CHANGED = Organisation changed
audit-ORGANISATION_CREATED = Organisation created
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
audit-MAIL_RELEASED = Email released
audit-MAIL_DISCARDED = Email discarded
audit-EMAIL_CHANGED = Main address changed
audit-ADDRESSES_CHANGED = Email addresses changed
audit-ADDRESS_TRIED = Emails to the person are sent again
audit-USER_EXPORTED = Personal data exported
audit-USER_ERASED = Personal data erased
audit-USERS_MERGED = Accounts merged
audit-USERS_PARTED = Merged accounts separated
audit-field-role = role
audit-field-password = password
audit-field-invited = invitation
audit-field-name = name
audit-field-externalId = external ID
audit-field-userName = username
audit-field-active = active
audit-field-organisation = organisation
audit-field-joinedByDomain = by the email domain
audit-field-sharing = sharing
audit-field-sharesTickets = sharing
audit-field-domains = email domains
audit-field-seesOrganisation = sees the organisation's tickets
audit-field-address = address
audit-field-members = members
audit-field-agreement = agreement
audit-field-scopes = scopes
audit-field-token = access token
audit-field-mail = email
audit-field-email = main address
audit-field-addresses = email addresses
audit-field-merged = merged account
audit-field-reason = reason
