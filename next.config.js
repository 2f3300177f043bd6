/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  // The custom server owns compression (a proxy in front) and every connection.
  compress: false,
  serverExternalPackages: ['better-sqlite3', 'pg', 'pino'],
  devIndicators: false,
}
