/** How whoever started this process calls the commands of `rufgruppe`. Pure. */

/**
 * @param path `config import`, and what follows it
 * @param isThroughNpm as in a checkout: `npm run config -- import`, otherwise `rufgruppe config import`
 */
export function asCalled(path: string, isThroughNpm: boolean): string {
  const [first = '', ...rest] = path.split(' ');
  const words = isThroughNpm && first !== '' ? ['npm', 'run', first, '--', ...rest] : ['rufgruppe', path];
  return words.filter((word) => word !== '').join(' ');
}
