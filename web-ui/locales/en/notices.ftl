# What concerns members of the team.
notices-centre = Notifications
notices-intro = This is what concerns you: tickets assigned to you, answers of your customers, mentions and agreed times.
notices-filter = Filter notifications
notices-show-unread = Unread
notices-show-all = All
notices-show-assigned = Assigned
notices-show-replied = Replies
notices-show-mentioned = Mentions
notices-show-due = Agreed times
notices-show-new = New tickets
notices-read = Mark as read
notices-read-all = Mark all as read
notices-unread = (unread)
notices-empty = No notifications
notices-choose = Choose what you are notified of
notices-browser-on = Notify me in this browser
notices-browser-off = Stop notifying me in this browser
notices-browser-denied = This browser blocks notifications. Allow them for this site in its settings.
notices-browser-more = { $n ->
    [one] One new notification
   *[other] { $n } new notifications
}
notices-kind-ASSIGNED = A ticket was assigned to you
notices-kind-REPLIED = { $name } replied
notices-kind-MENTIONED = { $name } mentioned you in an internal note
notices-kind-DUE_SOON = An agreed time is about to pass
notices-kind-OVERDUE = An agreed time has passed
notices-kind-NEW_TICKET = New ticket from { $name }
