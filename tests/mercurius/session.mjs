// Who is asking: the session of a bearer token, and what the rights depend on, read at every request as Schalter reads it.
import { createHash } from "node:crypto";

const BY_TOKEN = {
  name: "session",
  text: `
    SELECT s.id AS session, s.last_seen_at < now() - interval '1 minute' AS stale, a.id, a.role,
      array_agg(m.organisation_id) FILTER (WHERE m.organisation_id IS NOT NULL) AS organisations,
      array_agg(m.organisation_id) FILTER
        (WHERE o.sharing = 'ALL' OR (o.sharing = 'SELECTED' AND m.sees_tickets)) AS shared
    FROM session s JOIN account a ON a.id = s.user_id
    LEFT JOIN membership m ON m.user_id = a.id LEFT JOIN organisation o ON o.id = m.organisation_id
    WHERE s.token_hash = $1 AND s.expires_at > now() AND a.active
    GROUP BY s.id, a.id`,
};
const SEEN = { name: "seen", text: "UPDATE session SET last_seen_at = now() WHERE id = $1" };
const BEARER = "Bearer ";

export async function recognise(pool, authorization) {
  if (!authorization?.startsWith(BEARER)) return null;
  const hash = createHash("sha256").update(authorization.slice(BEARER.length)).digest("hex");
  const { rows } = await pool.query({ ...BY_TOKEN, values: [hash] });
  if (rows.length === 0) return null;
  const { session, stale, id, role, organisations, shared } = rows[0];
  if (stale) await pool.query({ ...SEEN, values: [session] });
  return { id, role, staff: role !== "CUSTOMER", organisations: organisations ?? [], shared: shared ?? [] };
}

// Which tickets `t` somebody sees, with their id as $1 and what is shared with them as $2. Prepared statements are of a role.
export const VISIBLE = {
  ADMIN: "$1::uuid IS NOT NULL AND $2::uuid[] IS NOT NULL",
  AGENT: `$2::uuid[] IS NOT NULL
    AND EXISTS (SELECT 1 FROM queue_member q WHERE q.queue_id = t.queue_id AND q.user_id = $1)`,
  CUSTOMER: `(t.customer_id = $1 OR (t.organisation_id = ANY ($2::uuid[]) AND NOT t.is_private)
    OR t.id = ANY (ARRAY (SELECT w.ticket_id FROM watcher w WHERE w.user_id = $1 AND w.kind = 'READER')))`,
};

// Notes of the staff are for the staff.
export const READABLE = { ADMIN: "true", AGENT: "true", CUSTOMER: "c.visibility = 'PUBLIC'" };
