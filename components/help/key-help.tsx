/** What access keys are for, and how to get one back. */
export function KeyHelp() {
  return (
    <>
      <p>
        The first bin creates an access key. It opens your bins in another browser, in scripts and in the API. Your browser is
        signed in with it, and Creel stores only its hash, so it can be shown only when it is created: save it then.
      </p>
      <p>
        Not saved? As long as this browser is signed in, open <b>Access keys</b> on the start page or in the menu of a bin and
        replace the key. The new one can be copied. The old one stops working; bins, share links and other keys stay.
      </p>
      <p>
        Give each script and each teammate a key of its own under <b>Access keys</b>. A <b>read-only</b> key suits CI: it views,
        exports and follows requests, of all bins or of those that you select, and changes nothing. A key can expire, and you can
        revoke it at any time: whatever is open with it ends at once.
      </p>
      <p>
        To show a bin to others, use <b>Share</b> instead: a link lets them view, not change, until it expires or you revoke it.
        The capture URL lets anyone send, and nobody read.
      </p>
    </>
  )
}
