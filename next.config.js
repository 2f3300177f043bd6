/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  // The custom server owns compression (a proxy in front) and every connection.
  compress: false,
  serverExternalPackages: ['better-sqlite3', 'pg', 'pino'],
  devIndicators: false,
  // No page uses next/image: its optimizer would be one more thing that strangers can keep busy.
  images: { unoptimized: true },
  // Next copies what its server needs, for the package (scripts/move-next.mjs). The excluded packages serve the optimizer alone.
  output: 'standalone',
  outputFileTracingExcludes: { 'next-server': ['node_modules/{sharp,@img,detect-libc,semver}/**'] },
  // quicktype-core imports these for what it never does in a browser.
  turbopack: {
    resolveAlias: Object.fromEntries(['fs', 'path'].map((name) => [name, { browser: './components/export/no-node.cjs' }])),
  },
  // `npm run check` and `npm test` check all types. A build on a user's machine need not do it again.
  // Next edits the file that it is given, hence one of its own.
  typescript: { ignoreBuildErrors: true, tsconfigPath: 'tsconfig.build.json' },
}
