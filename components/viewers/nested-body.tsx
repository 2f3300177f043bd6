'use client'

import { type ComponentType, createContext, type ReactNode, useContext, useState } from 'react'
import type { FormatKind } from '#lib/formats/kinds'
import type { BodySource } from './body-source'

export type BodyViewProps = {
  source: BodySource
  contentType: string | null
  contentEncoding?: string | null
  /** The capture truncated the body. */
  truncated?: boolean
  /** The URL of the exact bytes; null if there is none. */
  downloadUrl?: string | null
  /** How it is shown; null: the best guess. */
  choice: FormatKind | null
  /** The choice was made for another body of this type. */
  remembered?: boolean
  onChoice: (choice: FormatKind | null) => void
  /** Within another body: as high as its content, up to a limit. Otherwise it fills its parent. */
  nested?: boolean
  /** Content at the right end of the first line. */
  aside?: ReactNode
}

const BodyViewContext = createContext<ComponentType<BodyViewProps> | null>(null)

export const BodyViewProvider = BodyViewContext.Provider

/** A body within another one, in the same viewer. The viewer comes by context, because it loads the views that contain such bodies. */
export function NestedBody({ source, contentType }: Pick<BodyViewProps, 'source' | 'contentType'>) {
  const [choice, setChoice] = useState<FormatKind | null>(null)
  const BodyView = useContext(BodyViewContext)
  return BodyView && <BodyView nested source={source} contentType={contentType} choice={choice} onChoice={setChoice} />
}
