// Pages: each is one statement, which joins whatever the page shows. Customers, authors and members of a visible ticket may be
// named, since they take part in it; an organisation is shown to the staff and to its members.
import { READABLE, VISIBLE } from "./session.mjs";

const list = (role, statuses) => `
  SELECT t.number, t.title, t.status, t.version, t.created_at, u.name, o.name,
    c.id, c.text, c.created_at
  FROM (
    SELECT t.* FROM ticket t
    WHERE (${VISIBLE[role]}) AND t.organisation_id = $3 AND t.status ${statuses}
    ORDER BY t.created_at DESC, t.id DESC LIMIT $5
  ) t
  JOIN account u ON u.id = t.customer_id
  LEFT JOIN organisation o ON o.id = t.organisation_id ${organisation(role, 6)}
  LEFT JOIN LATERAL (
    SELECT c.id, c.text, c.created_at FROM comment c WHERE c.ticket_id = t.id AND ${READABLE[role]}
    ORDER BY c.created_at DESC, c.id DESC LIMIT 1
  ) c ON true
  ORDER BY t.created_at DESC, t.id DESC`;

const one = (role) => `
  SELECT t.number, t.title, t.status, t.version, t.created_at, u.name, o.name,
    c.id, c.text, c.created_at, w.name
  FROM ticket t
  JOIN account u ON u.id = t.customer_id
  LEFT JOIN organisation o ON o.id = t.organisation_id ${organisation(role, 4)}
  LEFT JOIN comment c ON c.ticket_id = t.id AND ${READABLE[role]}
  LEFT JOIN account w ON w.id = c.author_id
  WHERE (${VISIBLE[role]}) AND t.number = $3
  ORDER BY c.created_at, c.id`;

// The number of a parameter in which the viewer's organisations stand; the staff know all.
function organisation(role, at) {
  return role === "CUSTOMER" ? `AND o.id = ANY ($${at}::uuid[])` : `AND $${at}::uuid[] IS NOT NULL`;
}

const STATUSES = ["NEW", "OPEN", "PENDING", "RESOLVED", "CLOSED"];

// A list of the tickets of an organisation, with the last comment of each.
export async function listTickets(pool, viewer, filter, first) {
  const statuses = filter.status ?? STATUSES;
  // The order of an index serves one status, and a list of them has to be sorted.
  const single = statuses.length === 1;
  const { rows } = await pool.query({
    name: `${single ? "list" : "lists"}-${viewer.role}`,
    text: list(viewer.role, single ? "= $4" : "= ANY ($4)"),
    values: [
      viewer.id,
      viewer.shared,
      rowId("Organisation", filter.organisation),
      single ? statuses[0] : statuses,
      Math.min(first, 100),
      viewer.organisations,
    ],
    rowMode: "array",
  });
  return rows.map((row) => ({ ...ticket(row), comments: row[7] === null ? [] : [comment(row)] }));
}

// A ticket with its comments and their authors.
export async function findTicket(pool, viewer, number) {
  const { rows } = await pool.query({
    name: `one-${viewer.role}`,
    text: one(viewer.role),
    values: [viewer.id, viewer.shared, number, viewer.organisations],
    rowMode: "array",
  });
  if (rows.length === 0) return null;
  return { ...ticket(rows[0]), comments: rows[0][7] === null ? [] : rows.map(comment) };
}

function ticket([number, title, status, version, createdAt, customer, organisation]) {
  return {
    number,
    title,
    status,
    version,
    createdAt,
    customer: { name: customer },
    organisation: organisation === null ? null : { name: organisation },
  };
}

function comment(row) {
  const author = row[10];
  return { id: globalId("Comment", row[7]), text: row[8], createdAt: row[9], author: author ? { name: author } : null };
}

export function globalId(kind, id) {
  return Buffer.from(`${kind}:${id}`).toString("base64url");
}

function rowId(kind, id) {
  const [found, row] = Buffer.from(id ?? "", "base64url").toString().split(":");
  if (found !== kind) throw new Error(`This is not the id of an ${kind}.`);
  return row;
}
