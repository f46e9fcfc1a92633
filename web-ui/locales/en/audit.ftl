# What the audit log says.
audit-TEXT_BLOCK_CHANGED = Text block changed
audit-TEXT_BLOCK_CHANGED-ADDED = Text block created
audit-TEXT_BLOCK_CHANGED-REMOVED = Text block deleted
audit-MACRO_CHANGED = Macro changed
audit-MACRO_CHANGED-ADDED = Macro created
audit-MACRO_CHANGED-REMOVED = Macro deleted
audit-EMAIL_TEMPLATE_CHANGED = Email template changed
audit-VIEW_CHANGED-ADDED = View shared with everyone
audit-VIEW_CHANGED-REMOVED = View no longer shared
audit-ACTIVATION_CHANGED-SWITCHED_ON = Account reactivated
audit-ACTIVATION_CHANGED-SWITCHED_OFF = Account deactivated
audit-PASSWORD_ALLOWED-SWITCHED_ON = Password allowed
audit-PASSWORD_ALLOWED-SWITCHED_OFF = Password no longer allowed
audit-MAILBOX_CHANGED-ADDED = Mailbox added
audit-MAILBOX_CHANGED-REMOVED = Mailbox deleted
audit-MAILBOX_CHANGED-PAUSED = Mailbox fetching paused
audit-MAILBOX_CHANGED-RESUMED = Mailbox fetching resumed
audit-gone = no longer exists
audit-field-query = search
audit-field-text = text
audit-field-html = HTML
audit-field-subject = subject
audit-field-locale = language
audit-field-changes = steps
audit-field-timeZone = time zone
audit-field-hours = business hours
audit-field-holidays = holidays
audit-field-holidayRegion = holidays of
audit-field-calendar = calendar
audit-field-targets = targets (response/restoration)
audit-field-senderName = sender name
audit-field-senderAddress = sender address
audit-field-subjectTag = subject tag
audit-field-content = content of emails
audit-field-signature = signature
audit-field-resolvedClosesAfter = resolved tickets close after
audit-field-pendingClosesAfter = pending tickets close after
audit-field-remindBefore = remind before
audit-field-noticeVersion = version of the privacy notice
audit-macro-comment = Reply
audit-macro-status = Status
audit-macro-assignee = Assignee
audit-macro-queue = Queue
audit-macro-priority = Priority
audit-macro-title = Title
audit-macro-addTags = Add tags
audit-macro-removeTags = Remove tags
audit-macro-isPrivate = Visibility
audit-days = { $n ->
    [one] one day
   *[other] { $n } days
}
audit-business-days = { $n ->
    [one] one business day
   *[other] { $n } business days
}
audit-hours = { $n ->
    [one] one hour
   *[other] { $n } hours
}
audit-minutes = { $n ->
    [one] one minute
   *[other] { $n } minutes
}
