/** A mail queue in memory: what was handed in, each id once. */
import type { MailQueue, NewMail } from '../../../../src/base/model/mail.js';

export class FakeMailQueue implements MailQueue {
  readonly mails: NewMail[] = [];
  /** Called before a mail is taken; may throw. */
  before: (mail: NewMail) => void = () => undefined;

  enqueue(mail: NewMail): Promise<boolean> {
    this.before(mail);
    if (this.mails.some(({ id }) => id === mail.id)) return Promise.resolve(false);
    this.mails.push(mail);
    return Promise.resolve(true);
  }
}
