/** What the vaults of this folder hold, and what opens them. Nothing here was ever anybody's secret. */
export const SYSTEM_KEY = '0123456789abcdef'.repeat(4);
export const PASSPHRASE = 'correct horse battery staple';
export const RECOVERY = '01ABC-DEFGH-JKMNP-QRSTV-WXYZ0';

export const RECORDS = {
  shop: { name: 'Zoë’s shop', clientSecret: 'a client secret', list: [1, null, ''] },
  live: { name: 'Live', deep: { a: { b: true } } },
  'shop:test-users': { users: [{ username: 'tester', password: 'a password' }] },
};
export const META = { order: ['live', 'shop'], activeId: 'shop' };
