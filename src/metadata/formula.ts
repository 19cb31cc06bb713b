/** Whether a claim is worked out by Salesforce for each callout, e.g. the name of whoever makes it. */
export const isFormula = (claim: string | undefined): boolean => claim?.includes('{!') === true;
