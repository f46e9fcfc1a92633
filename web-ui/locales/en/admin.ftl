# The house's administration.
admin-title = Administration
admin-done = Saved.
admin-people = { $n ->
    [one] One person
   *[other] { $n } people
}
admin-find = Name or address
admin-find-submit = Search
admin-name = Name
admin-email = Mail address
admin-role = Role
admin-organisation = Organisation
admin-active = Active
admin-none = none
admin-by-domain = by the domain of the address
admin-save = Save
admin-create = Create
admin-invite = Send an invitation with a link to set a password
admin-new-person = New person
admin-organisations = Organisations
admin-domains = Mail domains, separated by commas
admin-shares = Members see each other's tickets
admin-confirm-free-mail = Allow domains where anyone can get an address (whoever writes from there becomes a member)
admin-open-domains = Anyone can get an address here and becomes a member by writing:
admin-joined-by-domain = Joined by mail domain:
admin-new-organisation = New organisation
admin-queues = Queues
admin-queues-hint = Whoever is ticked works a queue. Admins work all of them.
admin-new-queue = New queue
admin-mailboxes = Mailboxes
admin-mailboxes-none = No mailbox is fetched from.
admin-mailbox-fine = all is well
admin-mailbox-failing = failing since
admin-mailbox-read = last read
reason-name-required = Please enter a name.
reason-name-too-long = The name is too long. Please shorten it.
reason-name-taken = This name is taken.
reason-email-taken = There is an account for this address already.
reason-address-invalid = That is no mail address.
reason-address-taken = This address feeds another queue already.
reason-domain-invalid = One of the mail domains is none; write them like example.org.
reason-domain-public = Anyone can register a domain below one of these mail domains; it cannot belong to an organisation.
reason-domain-free-mail = Anyone can get an address at one of these mail domains: whoever writes from there becomes a member and sees shared tickets. Confirm this if it is what you want.
reason-user-name-taken = This user name is taken.
reason-user-name-address = A user name must not look like an email address.
reason-user-name-invalid = A user name has 2 to 64 letters, digits, dots, hyphens or underscores.
reason-address-of-person = This is the address of a person. Use one that belongs to the queue alone.
reason-domain-taken = One of the mail domains belongs to another organisation.
reason-domains-too-many = These are too many mail domains.
reason-organisation-unknown = This organisation is gone.
reason-member-unknown = One of the people is no agent any more.
reason-last-admin = This is the last admin. Please appoint another one first.
admin-outgoing = Outgoing email
admin-outgoing-fine = The mail server accepts emails.
admin-outgoing-failing = No email can be sent since
admin-outgoing-waiting = { $count ->
    [0] No email waits
    [one] One email waits
   *[other] { $count } emails wait
}
admin-outgoing-oldest = the oldest since
admin-outgoing-last = last sent
