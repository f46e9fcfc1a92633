// A comment: what it writes, in one transaction.
import { randomFillSync } from "node:crypto";
import { globalId } from "./pages.mjs";
import { VISIBLE } from "./session.mjs";

const LOCK = (role) => `
  SELECT t.id, t.status, t.version, u.id AS customer, u.email AS customer_email, s.id AS assignee, s.email AS assignee_email
  FROM ticket t JOIN account u ON u.id = t.customer_id LEFT JOIN account s ON s.id = t.assignee_id
  WHERE (${VISIBLE[role]}) AND t.number = $3
  FOR UPDATE OF t`;
const TICKET = `
  UPDATE ticket SET status = $2, version = version + 1, updated_at = $3, public_version = public_version + 1,
    public_updated_at = $3, first_answer_at = CASE WHEN $4::boolean THEN coalesce(first_answer_at, $3) ELSE first_answer_at END
  WHERE id = $1`;
const COMMENT = `
  INSERT INTO comment (id, ticket_id, author_id, visibility, channel, text, html, automatic, created_at)
  VALUES ($1, $2, $3, 'PUBLIC', 'WEB', $4, $5, false, $6)`;
const EVENT = `
  INSERT INTO event (id, kind, ticket_id, actor_id, cause, comment_id, changes, internal, at)
  VALUES ($1, $2, $3, $4, 'WEB', $5, $6, false, $7)`;
// Nobody sends it: a letter that waits would be sent by the Schalter beside which this is measured.
const LETTER = `
  INSERT INTO letter (id, kind, ticket_id, comment_id, recipient_id, address, message_id, state, attempts, next_at, created_at,
    changes)
  VALUES ($1, 'CHANGED', $2, $3, $4, $5, $6, 'SENT', 0, $7, $7, '[]')`;
const MESSAGE = "INSERT INTO message (message_id, ticket_id, comment_id, letter_id) VALUES ($1, $2, $3, $4)";
const SEARCH = "INSERT INTO search_entry (ticket_id, comment_id, internal, content) VALUES ($1, $2, false, $3)";

export async function addComment(pool, viewer, { number, text }) {
  if (text.trim() === "") throw new Error("A comment needs a text.");
  const client = await pool.connect();
  const run = (name, text, values) => client.query({ name, text, values });
  try {
    await client.query("BEGIN");
    const { rows } = await run(`lock-${viewer.role}`, LOCK(viewer.role), [viewer.id, viewer.shared, number]);
    if (rows.length === 0) throw new Error("There is no such ticket.");
    const answer = await write(run, viewer, rows[0], text);
    await client.query("COMMIT");
    return { ...answer, ticket: { ...answer.ticket, number } };
  } catch (error) {
    await client.query("ROLLBACK");
    throw error;
  } finally {
    client.release();
  }
}

async function write(run, viewer, ticket, text) {
  const [comment, letter, at] = [newId(), newId(), new Date()];
  const status = statusAfter(ticket.status, viewer.staff);
  await run("ticket", TICKET, [ticket.id, status, at, viewer.staff]);
  await run("comment", COMMENT, [comment, ticket.id, viewer.id, text, html(text), at]);
  await run("search", SEARCH, [ticket.id, comment, folded(text)]);
  const event = (kind, changes) =>
    run("event", EVENT, [newId(), kind, ticket.id, viewer.id, comment, JSON.stringify(changes), at]);
  await event("COMMENTED", []);
  if (status !== ticket.status) {
    await event("STATUS_CHANGED", [{ field: "status", from: ticket.status, to: status }]);
  }
  const [recipient, address] = viewer.staff
    ? [ticket.customer, ticket.customer_email]
    : [ticket.assignee, ticket.assignee_email];
  if (recipient !== null && recipient !== viewer.id) {
    const message = `${letter.replaceAll("-", "")}@example.org`;
    await run("letter", LETTER, [letter, ticket.id, comment, recipient, address, message, at]);
    await run("message", MESSAGE, [message, ticket.id, comment, letter]);
  }
  return {
    comment: { id: globalId("Comment", comment), text, createdAt: at.toISOString() },
    ticket: { status, version: ticket.version + 1 },
  };
}

function statusAfter(status, staff) {
  if (staff) return status === "NEW" ? "OPEN" : status;
  return status === "NEW" ? "NEW" : "OPEN";
}

const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

function html(text) {
  const escaped = text.replace(/[&<>"']/g, (character) => ENTITIES[character]);
  return escaped.split(/\n{2,}/).map((part) => `<p>${part.replaceAll("\n", "<br>")}</p>`).join("\n");
}

// Letters and digits alone, without accents, as the index of the search has them.
function folded(text) {
  return text.toLowerCase().normalize("NFKD").replace(/\p{M}+/gu, "").replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

// An id that sorts by time (UUID version 7), as all ids in these tables do.
function newId() {
  const bytes = Buffer.allocUnsafe(16);
  randomFillSync(bytes, 6);
  bytes.writeUIntBE(Date.now(), 0, 6);
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = bytes.toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
