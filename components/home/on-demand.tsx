'use client'

import dynamic from 'next/dynamic'

// For the pages that say what went wrong: every page carries those along, so what they hold is fetched when one is shown.

export const AccessKeyForm = dynamic(() => import('./access-key-form').then((module) => module.AccessKeyForm))
export const CreateBinButton = dynamic(() => import('./create-bin-button').then((module) => module.CreateBinButton))
