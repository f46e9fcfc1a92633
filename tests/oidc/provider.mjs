// A provider of OpenID Connect for the tests: who logs in as `NAME` gets the claims that the file ACCOUNTS has for it.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import Provider from "oidc-provider";

const server = createServer();
server.listen(0, "127.0.0.1", () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: "schalter",
        client_secret: "not-very-secret",
        redirect_uris: [process.env.REDIRECT_URI],
        grant_types: ["authorization_code"],
      },
    ],
    pkce: { required: () => true },
    cookies: { keys: ["tests"] },
    claims: { openid: ["sub", "groups"], email: ["email", "email_verified"], profile: ["name", "locale"] },
    features: { devInteractions: { enabled: true } },
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({ sub: id, ...JSON.parse(readFileSync(process.env.ACCOUNTS, "utf8"))[id] }),
    }),
    // Nobody is asked for consent.
    loadExistingGrant: async (ctx) => {
      const grant = new provider.Grant({
        clientId: ctx.oidc.client.clientId,
        accountId: ctx.oidc.session.accountId,
      });
      grant.addOIDCScope("openid email profile");
      await grant.save();
      return grant;
    },
  });
  server.on("request", provider.callback());
  console.log(`listening ${issuer}`);
});
