/** A fish hook in the shape of a C. */
export function Logo({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" className={className}>
      <rect width="32" height="32" rx="8" fill="var(--accent)" />
      <g fill="none" stroke="var(--on-accent)" strokeWidth="2.6" strokeLinecap="round" strokeLinejoin="round">
        <circle cx="20.5" cy="7.5" r="2.2" />
        <path d="M20.5 9.9v8.6a6.4 6.4 0 0 1-12.8 0v-2.8l4 3.4" />
      </g>
    </svg>
  )
}
