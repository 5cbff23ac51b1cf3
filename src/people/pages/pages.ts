/**
 * The table of all pages. Every route has a rule for who may request it. A page folder registers its routes here and
 * gets a Visit for each request that the rule allows.
 */
import { Router, urlencoded, type NextFunction, type Request, type Response } from 'express';
import type { DateTime } from 'luxon';
import { seesMasked, type Actor, type Permission } from '../access/permissions.js';
import { frameOf, type FrameParts } from './frame.js';
import { FORM_FIELD, isFormToken } from './form-token.js';
import { type Language, languageOf, type PageTexts } from './language.js';
import { eachLanguage } from '../../base/model/language.js';
import type { RenderPage } from './render.js';
import { waitingFor, type WaitingFor } from '../operations/waiting.js';
import type { UploadedFile } from '../http/multipart.js';
import { isSameOrigin } from '../http/same-origin.js';
import { actorOf, keepSession } from '../http/session.js';
import { uploadReaders, uploadsOf } from './uploads.js';
import { commonTexts } from '../words/words.js';

/** A permission; `signedIn`: every account; `public`: everybody, for links in mails and for signing in. */
export type PageAccess = Permission | 'signedIn' | 'public';

export interface PageRule {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly access: PageAccess;
}

/** Text fields of a form; a repeated field is a list. Has no prototype. */
export type Form = Readonly<Record<string, string | readonly string[] | undefined>>;

/** A request by somebody who may make it. */
export interface Visit {
  readonly request: Request;
  readonly response: Response;
  /** Undefined on public pages before the sign-in. */
  readonly visitor: Actor | undefined;
  /** Like `visitor`, but throws on a public page before the sign-in. */
  readonly actor: Actor;
  readonly lang: Language;
  readonly now: DateTime;
  /** The submitted form; empty for GET. */
  readonly form: Form;
  /** The files that came with it. */
  readonly files: readonly UploadedFile[];
  /** A text field of the form; empty when it is missing or repeated. */
  readonly field: (name: string) => string;
  /** A decoded path parameter; empty if the path has none of this name. */
  readonly param: (name: string) => string;
  /** A query parameter; undefined when it is missing, empty or repeated. */
  readonly query: (name: string) => string | undefined;
  /** Answers with a page. `t` are its texts, `c` the common ones; the rest comes from `view`. */
  readonly show: (template: string, pageTexts: PageTexts, view?: object, status?: number) => void;
  /** Like `show` but without the frame, for a script that inserts it into a page. */
  readonly part: (template: string, pageTexts: PageTexts, view?: object) => void;
  /** Answers a form: redirects the browser to `path` with GET, where `notice` is shown once. */
  readonly redirect: (path: string, notice?: string) => void;
  /** Answers with a short page and this status: 403, 404, 409, … */
  readonly refuse: (status: number, message?: string) => void;
}

export type PageHandler = (visit: Visit) => void | Promise<void>;

export interface FormOptions {
  /**
   * False: no form token is checked. The address itself is the permission (links in mails), so cookies do not matter.
   */
  readonly token?: boolean;
  /** Largest request body. Default 256 kB. */
  readonly limit?: string;
}

export interface PagesOptions {
  readonly render: RenderPage;
  readonly frame: FrameParts;
  /** Before the path of every page, as `/rufgruppe`; empty: none. */
  readonly prefix: string;
  readonly now: () => DateTime;
}

const MOST_FIELDS = 5000;

export class Pages {
  readonly router = Router();
  readonly #rules: PageRule[] = [];
  readonly #handlers = new Map<string, PageHandler>();
  #masked: ReadonlyMap<string, PageHandler> | undefined;
  readonly #options: PagesOptions;

  constructor(options: PagesOptions) {
    this.#options = options;
  }

  /** For public pages without a frame. */
  get render(): RenderPage {
    return this.#options.render;
  }

  get rules(): readonly PageRule[] {
    return this.#rules;
  }

  /** What waits for somebody, as far as it is known. */
  waitingFor(actor: Actor): WaitingFor {
    const { waiting, snapshot } = this.#options.frame;
    return waitingFor(actor, waiting.known, snapshot());
  }

  /** Registers all pages once more, with parts that mask numbers, for the visitors who see them so. */
  forMasked(register: (pages: Pages) => void): void {
    const others = new Pages(this.#options);
    register(others);
    this.#masked = others.#handlers;
  }

  get(path: string, access: PageAccess, handler: PageHandler): void {
    this.#rules.push({ method: 'GET', path, access });
    const handle = this.#handling(`GET ${path}`, handler);
    this.router.get(path, this.#guard(access), handle);
  }

  post(path: string, access: PageAccess, handler: PageHandler, options: FormOptions = {}): void {
    this.#rules.push({ method: 'POST', path, access });
    const body = urlencoded({
      extended: false,
      limit: options.limit ?? '256kb',
      parameterLimit: MOST_FIELDS,
    });
    const token = options.token === false ? [] : [this.#tokenOnly];
    const handle = this.#handling(`POST ${path}`, handler);
    this.router.post(path, this.#guard(access), body, ...token, handle);
  }

  #handling(route: string, handler: PageHandler) {
    this.#handlers.set(route, handler);
    return (request: Request, response: Response): void | Promise<void> => {
      const visit = this.visit(request, response);
      const isMasked = visit.visitor !== undefined && seesMasked(visit.visitor);
      const chosen = isMasked ? this.#masked?.get(route) : handler;
      return (chosen ?? REFUSING)(visit);
    };
  }

  /** For forms with files. @param mostBytes of the files; more is answered with a page that says so. */
  upload(path: string, access: PageAccess, handler: PageHandler, mostBytes: number): void {
    this.#rules.push({ method: 'POST', path, access });
    const readers = uploadReaders(mostBytes, (request, response, status, message) =>
      this.visit(request, response).refuse(status, message),
    );
    const handle = this.#handling(`POST ${path}`, handler);
    this.router.post(path, this.#guard(access), ...readers, this.#tokenOnly, handle);
  }

  /** For requests without a route: error pages. */
  visit(request: Request, response: Response): Visit {
    const { render, prefix, now, frame } = this.#options;
    const visitor = actorOf(request);
    const lang = languageOf(request);
    const form = formOf(request);
    const html = (template: string, pageTexts: PageTexts, view: object, kind: 'page' | 'part') => {
      const around = {
        ...frameOf(frame, request, response, { lang, visitor }),
        t: pageTexts[lang],
        title: pageTexts[lang].title ?? 'Rufgruppe',
        notice: kind === 'page' ? takeNotice(request) : null,
      };
      response.type('html').set('Cache-Control', 'no-store');
      return render(template, { ...around, ...view }, kind);
    };
    const show: Visit['show'] = (template, pageTexts, view = {}, status = 200) => {
      const page = html(template, pageTexts, view, 'page');
      response.status(status).send(page);
    };
    return {
      request,
      response,
      visitor,
      lang,
      now: now(),
      form,
      files: uploadsOf(request),
      show,
      part: (template, pageTexts, view = {}) => {
        response.send(html(template, pageTexts, view, 'part'));
      },
      get actor() {
        if (visitor === undefined)
          throw new Error('a page asks who has signed in, but its rule does not require a login');
        return visitor;
      },
      field: (name) => {
        const value = form[name];
        return typeof value === 'string' ? value : '';
      },
      param: (name) => {
        const value = Object.hasOwn(request.params, name) ? request.params[name] : undefined;
        return typeof value === 'string' ? value : '';
      },
      query: (name) => {
        const value = Object.hasOwn(request.query, name) ? request.query[name] : undefined;
        return typeof value === 'string' && value !== '' ? value : undefined;
      },
      redirect: (path, notice) => {
        const go = () => response.redirect(303, prefix + path);
        if (notice === undefined) {
          go();
          return;
        }
        request.session.notice = notice;
        // The action is done, so go on even if the notice cannot be saved.
        keepSession(request).then(go, go);
      },
      refuse: (status, message) =>
        show('message', errorTexts(status), { message: message ?? null, status }, status),
    };
  }

  #guard(access: PageAccess) {
    return (request: Request, response: Response, next: NextFunction): void => {
      // Pages and downloads contain personal data.
      response.set('Cache-Control', 'no-store');
      const actor = actorOf(request);
      if (access === 'public' || (actor !== undefined && may(actor, access))) {
        const { waiting, logo } = this.#options.frame;
        // The menu says what waits.
        void Promise.all([logo.look(), actor && waiting.look()]).then(() => next());
        return;
      }
      const visit = this.visit(request, response);
      if (actor !== undefined) visit.refuse(403);
      else if (request.method === 'GET') visit.redirect(`/login?to=${encodeURIComponent(request.url)}`);
      else visit.refuse(401);
    };
  }

  readonly #tokenOnly = (request: Request, response: Response, next: NextFunction): void => {
    const given = formOf(request)[FORM_FIELD];
    if (isSameOrigin(request) && typeof given === 'string' && isFormToken(request, given)) next();
    else this.visit(request, response).refuse(403, commonTexts[languageOf(request)].formTooOld);
  };
}

/** A page that has no masked form shows nothing. */
const REFUSING: PageHandler = (visit) => {
  visit.refuse(403);
};

function may(actor: Actor, access: Permission | 'signedIn'): boolean {
  return access === 'signedIn' || actor.permissions.has(access);
}

function formOf(request: Request): Form {
  return typeof request.body === 'object' && request.body !== null ? (request.body as Form) : {};
}

function takeNotice(request: Request): string | null {
  const { notice } = request.session;
  if (notice === undefined) return null;
  delete request.session.notice;
  return notice;
}

const ERROR_WORDS: Readonly<Record<number, 'forbidden' | 'notFound' | 'tooLarge' | undefined>> = {
  401: 'forbidden',
  403: 'forbidden',
  404: 'notFound',
  413: 'tooLarge',
};

function errorTexts(status: number): PageTexts {
  const key = ERROR_WORDS[status] ?? 'cannot';
  const of = (lang: Language) => ({
    title: commonTexts[lang][`${key}Title`],
    text: commonTexts[lang][`${key}Text`],
  });
  return eachLanguage(of);
}
