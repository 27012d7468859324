/** The reports of `clv audit`, in the order of the full audit. */
export const LENSES = ['lens1', 'lens2', 'lens3', 'lens4', 'lens5', 'product', 'rfm'] as const;

export type LensName = (typeof LENSES)[number];

export const LENS_TITLES: Readonly<Record<LensName, string>> = {
  lens1: 'Lens 1: how different are the customers of one period',
  lens2: 'Lens 2: what changed between two periods',
  lens3: 'Lens 3: one cohort over its life',
  lens4: 'Lens 4: cohorts against each other',
  lens5: 'Lens 5: the health of the base',
  product: 'Product: what they buy',
  rfm: 'RFM: recency, frequency, money',
};
