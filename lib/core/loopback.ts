/** The entry of `CREEL_RESEND_ALLOW` that allows 127.0.0.0/8, ::1 and localhost. */
export const LOOPBACK = 'loopback'

/** Whether a name or address (IPv6 without brackets, no port) always means this machine, without a DNS lookup. */
export function isLoopbackName(name: string): boolean {
  const host = name.endsWith('.') ? name.slice(0, -1) : name // `localhost.` is `localhost`
  return host === 'localhost' || host.endsWith('.localhost') || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host)
}
