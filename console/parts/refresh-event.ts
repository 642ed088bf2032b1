/** Dispatched on the window when the user asks to refresh what is shown; everything loaded listens. */
export const refreshEvent = "xkswatch:refresh";
