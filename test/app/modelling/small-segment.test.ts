import { expect, it } from 'vitest';
import { smallSegment } from '../../../src/common/messages/fit.js';

it('tells no count that a table may hide', () => {
  expect(smallSegment('channel', 'phone', 200).text).toBe(
    'channel phone has fewer than 200 customers: the model of the whole base serves it.',
  );
});
