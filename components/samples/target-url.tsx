import { useId } from 'react'
import { completeUrl } from '#lib/core/complete-url'
import { useRecentUrls } from '../resend/known-targets'
import { Field, UrlInput } from '../ui/field'

type Props = { url: string; fault: string | null; onUrl: (url: string) => void }

/** The field for the URL that the sample is sent to. */
export function TargetUrl({ url, fault, onUrl }: Props) {
  const recentId = useId()
  const recent = useRecentUrls()
  return (
    <Field
      label="URL"
      error={fault}
      hint="The request is stored in this bin too, with the response. Forwards of the bin send it on as well."
    >
      {(control) => (
        <>
          <UrlInput
            {...control}
            placeholder="localhost:4000/webhooks"
            list={recentId}
            value={url}
            onBlur={() => onUrl(completeUrl(url))}
            onChange={(event) => onUrl(event.target.value)}
          />
          <datalist id={recentId}>
            {recent.map((each) => (
              <option key={each} value={each} />
            ))}
          </datalist>
        </>
      )}
    </Field>
  )
}
