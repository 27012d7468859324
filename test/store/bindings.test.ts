import { expect, it } from 'vitest';
import { Store } from '../../src/store/store.js';

it('binds whole numbers of any size', async () => {
  const store = await Store.open({ memoryMegabytes: 100, tempDirectory: '.' });
  try {
    const bound = { small: 7, large: 2 ** 52, vast: 1.555e19, below: -(2 ** 63), none: null };
    await store.run(
      'create table t as select $small as small, $large as large, $vast as vast, $below as below, $none as none',
      bound,
    );
    expect(await store.one('from t')).toEqual(bound);
    expect(await store.one('select $vast > 1.5e19 as more', { vast: 1.555e19 })).toEqual({ more: true });
  } finally {
    await store.close();
  }
});
