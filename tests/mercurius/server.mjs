// The yardstick of `tests/bench graphql`: what a part of Schalter's schema costs when it is written by hand for Node.js, over the
// same tables, with the same log-ins and the same rights. One process: `node server.mjs`, with DATABASE_URL and PORT.
import Fastify from "fastify";
import mercurius from "mercurius";
import pg from "pg";
import { addComment } from "./comment.mjs";
import { findTicket, listTickets } from "./pages.mjs";
import { recognise } from "./session.mjs";

// Times as RFC 3339, without a detour by Date; numbers of tickets and versions are small enough for JavaScript.
pg.types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (text) => text.replace(" ", "T").replace("+00", "Z"));
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

const pool = new pg.Pool({
  connectionString: process.env.DATABASE_URL,
  // As many as Schalter opens.
  max: 8,
  idleTimeoutMillis: 0,
  options: "-c timezone=UTC",
});

const schema = `
  scalar DateTime
  enum TicketStatus { NEW OPEN PENDING RESOLVED CLOSED }

  type Query {
    tickets(filter: TicketFilter, first: Int! = 20): TicketConnection!
    ticket(number: Int!): Ticket
  }
  type Mutation {
    addComment(input: AddCommentInput!): CommentPayload!
  }

  input TicketFilter { organisation: ID, status: [TicketStatus!] }
  input AddCommentInput { number: Int!, text: String! }

  type TicketConnection { nodes: [Ticket!]! }
  type CommentConnection { nodes: [Comment!]! }
  type CommentPayload { comment: Comment!, ticket: Ticket! }
  type Ticket {
    number: Int!
    title: String!
    status: TicketStatus!
    version: Int!
    createdAt: DateTime!
    customer: User
    organisation: Organisation
    comments(first: Int, last: Int): CommentConnection!
  }
  type Comment { id: ID!, text: String!, createdAt: DateTime!, author: User }
  type User { name: String! }
  type Organisation { name: String! }
`;

const resolvers = {
  Query: {
    tickets: async (_, { filter, first }, { viewer }) => ({
      nodes: await listTickets(pool, loggedIn(viewer), filter ?? {}, first),
    }),
    ticket: (_, { number }, { viewer }) => findTicket(pool, loggedIn(viewer), number),
  },
  Mutation: {
    addComment: (_, { input }, { viewer }) => addComment(pool, loggedIn(viewer), input),
  },
  Ticket: {
    // What a page has read of them; see pages.mjs.
    comments: ({ comments }, { first, last }) => {
      if (last != null) return { nodes: comments.slice(-last) };
      return { nodes: comments.slice(0, first ?? 20) };
    },
  },
};

function loggedIn(viewer) {
  if (viewer) return viewer;
  throw new mercurius.ErrorWithProps("Please log in.", { code: "UNAUTHENTICATED" });
}

const app = Fastify();
app.register(mercurius, {
  schema,
  resolvers,
  jit: 1,
  context: async (request) => ({ viewer: await recognise(pool, request.headers.authorization) }),
});
app.get("/readyz", async () => {
  await pool.query("SELECT 1");
  return "ready";
});
await app.listen({ host: "127.0.0.1", port: Number(process.env.PORT) });
for (const signal of ["SIGTERM", "SIGINT"]) process.once(signal, () => process.exit(0));
