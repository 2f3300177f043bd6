/** Response headers that affect a browser, a proxy or a CDN beyond their own response, or that belong to the connection. */
export const actingHeaders: readonly string[] = (
  'accept-ch accept-ch-lifetime activate-storage-access ad-auction-allowed ad-auction-signals alt-svc attribution-reporting-eligible ' +
  'attribution-reporting-register-source attribution-reporting-register-trigger authentication-control authentication-info available-dictionary browsing-topics cache-status ' +
  'cache-tag cdn-cache-control cf-cache-status clear-site-data cloudflare-cdn-cache-control connection connection-allowlist ' +
  'content-dpr content-length content-security-policy-report-only critical-ch cross-origin-embedder-policy cross-origin-embedder-policy-report-only cross-origin-opener-policy ' +
  'cross-origin-opener-policy-report-only cross-origin-resource-policy delegate-ch device-memory document-policy document-policy-report-only edge-cache-tag ' +
  'edge-control expect-ct expect-staple fastly-restarts feature-policy idp-signin-status integrity-policy ' +
  'integrity-policy-report-only keep-alive link nel no-vary-search observe-browsing-topics origin-agent-cluster ' +
  'origin-isolation origin-trial p3p permissions-policy permissions-policy-report-only proxy-authenticate proxy-connection ' +
  'proxy-status public-key-pins public-key-pins-report-only referrer-policy refresh report-to reporting-endpoints ' +
  'require-document-policy save-data sec-browsing-topics sec-gpc sec-required-document-policy sec-session-registration sec-websocket-accept ' +
  'secure-session-challenge secure-session-id secure-session-registration service-worker-allowed set-cookie set-cookie2 set-login ' +
  'shared-storage-write sourcemap speculation-rules status strict-transport-security supports-loading-mode supports-speculation ' +
  'surrogate-control surrogate-key te timing-allow-origin trailer transfer-encoding upgrade ' +
  'use-as-dictionary via viewport-width window-target x-accel-buffering x-accel-charset x-accel-expires ' +
  'x-accel-limit-rate x-accel-redirect x-content-security-policy x-dns-prefetch-control x-envoy-immediate-health-check-fail x-frame-options x-lighttpd-send-file ' +
  'x-lighttpd-send-tempfile x-litespeed-cache-control x-litespeed-location x-litespeed-purge x-matched-path x-middleware-rewrite x-nextjs-cache ' +
  'x-permitted-cross-domain-policies x-reproxy-file x-reproxy-url x-sendfile x-sendfile-temporary x-sourcemap x-ua-compatible ' +
  'x-vercel-cache x-webkit-csp'
).split(' ')
