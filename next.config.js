/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  // The custom server owns compression (a proxy in front) and every connection.
  compress: false,
  serverExternalPackages: ['better-sqlite3', 'pg', 'pino'],
  devIndicators: false,
  // quicktype-core imports these for what it never does in a browser.
  turbopack: {
    resolveAlias: Object.fromEntries(['fs', 'path'].map((name) => [name, { browser: './components/export/no-node.cjs' }])),
  },
  // Pages that answer 401 and 403 with their own text: app/unauthorized.tsx, app/forbidden.tsx.
  experimental: { authInterrupts: true },
  // Types of what is served; those of tests and bench are checked by npm run check.
  typescript: { tsconfigPath: 'tsconfig.build.json' },
}
