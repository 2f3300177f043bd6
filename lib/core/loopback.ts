/** The entry of `CREEL_RESEND_ALLOW` that stands for 127.0.0.0/8, ::1 and localhost. */
export const LOOPBACK = 'loopback'

/** A name or address (IPv6 without brackets, no port) that always means the machine itself, without asking a name server. */
export function isLoopbackName(name: string): boolean {
  const host = name.endsWith('.') ? name.slice(0, -1) : name // `localhost.` is `localhost`
  return host === 'localhost' || host.endsWith('.localhost') || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host)
}
