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
        Give each script and each teammate a separate key under <b>Access keys</b>. A <b>read-only</b> key suits CI: it can view,
        export and follow requests, of all bins or of those that you select, but change nothing. A key can expire, and you can
        revoke it at any time: everything opened with it then ends at once.
      </p>
      <p>
        To show a bin to others, use <b>Share</b> instead: a link lets them view, not change, until it expires or you revoke it.
        With the capture URL, anyone can send, but nobody can read.
      </p>
    </>
  )
}
