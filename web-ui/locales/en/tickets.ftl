# Lists, and the form for a new ticket.
tickets-mine = My tickets
tickets-organisation = My organisation's tickets
tickets-watching = Watched tickets
tickets-tabs = Whose tickets
tickets-none = No tickets yet
tickets-none-hint = Do you have a question or a problem? Write to us.
tickets-none-waiting = Nothing is waiting for you
tickets-create-first = Create ticket
filter-all = All
filter-waiting = Waiting for me

column-number = #
column-title = Title
column-status = Status
column-customer = Customer
column-requester = Requested by
column-assignee = Assignee
column-created = Created

turn-you = Waiting for you
turn-customer = Waiting for the customer
turn-us = Waiting for us
turn-support = Waiting for our support team

new-title = Title *
new-organisation = For which organisation? *
new-organisation-pick = Please select
new-title-hint = Short and as precise as possible, e.g. “No space left in database” instead of “Database problem”. One ticket for each subject, please.
new-title-vague = Can you be more specific? A clear title helps us to answer faster.
new-text = Text *
new-note = Internal note
new-text-staff = Text, or an internal note below *
new-note-hint = Only your team sees this. The text above is the customer's request. If it is empty, the note is enough, and attached files are visible only to your team.
new-text-placeholder = Here you can describe your request and upload a file....
new-status = Status
new-submit = Create
new-customer-email = Customer: email address, name or organisation *
new-customer-name = Customer's name
new-customer-hint = If the address is new, an account is created. The confirmation with number and link is sent to this address.
new-channel = Received by

files-label = Files
files-pick = Choose files …
files-invite = or drop them here, paste a screenshot with Ctrl+V
files-limits = At most { $file } per file, { $message } in total.
files-anonymise = Please upload anonymised test data only.
files-secret = Your text seems to contain a password. Please tell us the password of an archive by phone only.
files-by-phone = Please tell us the password of an archive by phone only, not in the text.
files-kept = Saved files
reason-draft-stale = You have gone on writing this draft in another window. Open the ticket once more to see the other text. If you save here again, this text replaces it.
reason-draft-file-gone = A file of your draft no longer exists. Please choose it again.
files-lost = Your files could not be kept. Please choose them again.
files-crowded = Too many files are being uploaded at the moment. Please try again in a few seconds.
file-too-big = Too large: { $names }. Please make them smaller or split them.
file-too-big-js = too large
files-too-much-js = more than { $size } in total
file-remove = Remove

privacy-title = Please do not send confidential or personal data
privacy-text = Support requests, screenshots, log files and PDF documents should not contain confidential or personal data. If you need to send such data, pack the files into a .zip file with state-of-the-art encryption and a strong password, and tell us the password by phone only.
new-customer-anyway = Create the ticket anyway
reason-email-not-waiting = This email has already been sent.
reason-email-taken-back = This email was taken back, so it cannot be sent.
reason-recipient-unreachable = The recipient cannot be reached: the account is deactivated or has no usable address.

column-due = Due
new-private = Private ticket
new-private-hint = Colleagues cannot see it, even if the organisation shares its tickets.

new-customer-find = Find customer
new-customer-matches = Customers found
new-customer-known = Known: { $name }
new-customer-open = This customer already has open tickets:
new-customer-alike = similar

new-similar = Similar tickets, perhaps with the answer:
new-similar-none = No similar tickets were found.
new-similar-find = Find similar tickets
