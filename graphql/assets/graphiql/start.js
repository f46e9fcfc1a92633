// Starts GraphiQL on this server's API: with the session of the browser, or with a token typed under "Headers" as
// {"Authorization": "Bearer …"}, which subscriptions use too.
"use strict";
(function () {
  var scheme = location.protocol === "https:" ? "wss:" : "ws:";
  var fetcher = GraphiQL.createFetcher({
    url: "/graphql",
    subscriptionUrl: scheme + "//" + location.host + "/graphql/ws",
    headers: { "X-CSRF-Token": "graphiql" },
  });
  var root = ReactDOM.createRoot(document.getElementById("graphiql"));
  root.render(React.createElement(GraphiQL, {
    fetcher: fetcher,
    defaultQuery: "{\n  viewer { name email role }\n}\n",
    shouldPersistHeaders: false,
  }));
})();
