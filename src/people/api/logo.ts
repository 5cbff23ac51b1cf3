/** The house's logo over the REST interface. */
import * as z from 'zod';
import { MOST_LOGO_BYTES } from '../../base/logo/limits.js';
import { LogoRefused } from '../../base/logo/refused.js';
import { LOGO_KINDS, type StoredLogo } from '../../base/model/logo.js';
import type { SiteParts } from '../http/parts.js';
import { removeLogo, setLogo } from '../operations/logo.js';
import { logoAddress } from '../pages/house.js';
import { logoRefusedText } from '../pages/logo/routes.js';
import { endpoint, HANDLED, NO_CONTENT, ok, type Endpoint } from './endpoint.js';
import { ApiProblem } from './problem.js';

const logoSchema = z
  .object({
    kind: z.enum(LOGO_KINDS),
    width: z.int().describe('In pixels.'),
    height: z.int(),
    bytes: z.int(),
    address: z
      .string()
      .describe('Where everybody gets the picture, below the pages; another for each picture.'),
    addedAt: z.string(),
    addedBy: z.string(),
  })
  .meta({ id: 'Logo', description: "The house's logo, which every page shows." });

export function logoEndpoints({ store, audit }: SiteParts): readonly Endpoint[] {
  const desk = { logo: store.logo, audit };
  const tag = 'Logo';
  const path = '/logo';
  return [
    endpoint({
      method: 'get',
      path,
      access: 'signedIn',
      tag,
      summary: "The house's logo",
      answers: {
        200: { description: 'The picture', contentType: LOGO_KINDS.map((kind) => `image/${kind}`) },
        404: { description: 'There is none' },
      },
      handle: async ({ response }) => {
        const found = await store.logo.content();
        if (found === undefined) throw new ApiProblem(404, 'There is no logo');
        response.type(`image/${found.kind}`).send(found.content);
        return HANDLED;
      },
    }),
    endpoint({
      method: 'put',
      path,
      access: 'config.write',
      tag,
      summary: "Sets the house's logo",
      description: 'The body is a PNG, JPEG or WebP file; its content counts, not its type.',
      bytesLimit: MOST_LOGO_BYTES,
      answers: {
        200: { description: 'It is there', schema: logoSchema },
        422: { description: 'It is no picture that can be a logo' },
        503: { description: 'It cannot be stored now' },
      },
      handle: async ({ request, actor, now }) => {
        const body: unknown = request.body;
        const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
        return ok(logoBody(await refusing(setLogo(desk, actor.name, bytes, now.toJSDate()))));
      },
    }),
    endpoint({
      method: 'delete',
      path,
      access: 'config.write',
      tag,
      summary: "Removes the house's logo",
      answers: { 204: { description: 'It is gone' }, 404: { description: 'There is none' } },
      handle: async ({ actor }) => {
        if (!(await removeLogo(desk, actor.name))) throw new ApiProblem(404, 'There is no logo');
        return NO_CONTENT;
      },
    }),
  ];
}

/** Errors: ApiProblem for what does not become a logo. */
async function refusing(work: Promise<StoredLogo>): Promise<StoredLogo> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof LogoRefused)) throw error;
    const status = error.why === 'notStored' ? 503 : 422;
    throw new ApiProblem(status, logoRefusedText(error, 'en'), { more: { why: error.why } });
  }
}

function logoBody(logo: StoredLogo) {
  const { kind, width, height, bytes, addedAt, addedBy } = logo;
  return { kind, width, height, bytes, address: logoAddress(logo), addedAt: addedAt.toISOString(), addedBy };
}
