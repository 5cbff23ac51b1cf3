/** A command of `rufgruppe`: commander, with all that it says in the language of the machine. */
import { Command, Help, Option } from 'commander';
import { UsageError } from '../command-error.js';
import { asCalled, common } from '../say.js';
import { helpText } from './help-text.js';

type ErrorOptions = NonNullable<Parameters<Command['error']>[1]>;

/**
 * Descriptions are not given here but looked up under the command's path: `config import`, `config import --merge`,
 * `config import FILE`. Wrong arguments are a UsageError of one line that says what is allowed.
 */
export class OwnCommand extends Command {
  override createCommand(name?: string): OwnCommand {
    return new OwnCommand(name);
  }

  override createHelp(): Help {
    return Object.assign(new OwnHelp(), this.configureHelp());
  }

  override createOption(flags: string): Option {
    const option = new Option(flags);
    option.description = helpText(this.path(), option.long ?? flags);
    return option;
  }

  /** `FILE`, `[FILE]`, `WORDS...`: needed, optional, several. */
  takes(...names: readonly string[]): this {
    for (const name of names) {
      const plain = name.replaceAll(/[[\].]/g, '');
      this.argument(name.startsWith('[') ? name : `<${name}>`, helpText(this.path(), plain));
    }
    return this;
  }

  /** A subcommand, described. Hidden: the help does not list it. */
  with(name: string, { hidden = false } = {}): OwnCommand {
    const command = this.command(name, { hidden }) as OwnCommand;
    return command.description(helpText(command.path(), '')).helpCommand(false);
  }

  /** Its words without the program's: `config import`. */
  path(): string {
    const above = this.parent instanceof OwnCommand ? this.parent.path() : undefined;
    if (above === undefined) return '';
    return above === '' ? this.name() : `${above} ${this.name()}`;
  }

  override help(context?: { error: boolean } | ((text: string) => string)): never {
    // Commander's way to say that a subcommand is missing.
    if (typeof context === 'object' && context.error)
      throw new UsageError(common('noCommand', { commands: this.commandNames() }));
    return super.help(context as { error: boolean });
  }

  override error(message: string, options: ErrorOptions = {}): never {
    throw new UsageError(`${this.fault(message, options.code)} ${this.seeHelp()}`);
  }

  /** Where everything is said. */
  private seeHelp(): string {
    return common('seeHelp', { command: asCalled(this.path()) });
  }

  private commandNames(): string {
    return this.createHelp()
      .visibleCommands(this)
      .map((command) => command.name())
      .join(', ');
  }

  private fault(message: string, code: string | undefined): string {
    const [, about = ''] = /'([^']*)'/.exec(message) ?? [];
    switch (code) {
      case 'commander.unknownOption':
        return `${common('unknownOption', { option: about })} ${common('allowed', { what: this.optionNames() })}`;
      case 'commander.unknownCommand':
        return common('unknownCommand', { command: about, commands: this.commandNames() });
      case 'commander.missingArgument':
        return common('missingArgument', { name: about });
      case 'commander.excessArguments':
        return common('tooMany', { word: this.args[this.registeredArguments.length] ?? '' });
      case 'commander.optionMissingArgument':
        return common('wantsValue', { option: about.replaceAll(/[<>]/g, '') });
      case undefined:
      default:
        return message;
    }
  }

  private optionNames(): string {
    return this.createHelp()
      .visibleOptions(this)
      .map(({ long, short }) => long ?? short ?? '')
      .join(', ');
  }
}

class OwnHelp extends Help {
  override styleTitle(title: string): string {
    const words: Readonly<Record<string, string>> = {
      'Usage:': common('usageTitle'),
      'Arguments:': common('argumentsTitle'),
      'Options:': common('optionsTitle'),
      'Commands:': common('commandsTitle'),
    };
    return words[title] ?? title;
  }

  override commandUsage(command: Command): string {
    const path = command instanceof OwnCommand ? command.path() : '';
    return `${asCalled(path)} ${command.usage()}`
      .replace('[options]', `[${common('optionsWord')}]`)
      .replace('[command]', `[${common('commandWord')}]`)
      .replaceAll(/<([^>]+)>/g, '$1');
  }

  override subcommandTerm(command: Command): string {
    return super
      .subcommandTerm(command)
      .replace(' [options]', '')
      .replaceAll(/<([^>]+)>/g, '$1');
  }

  override optionTerm(option: Option): string {
    return super.optionTerm(option).replaceAll(/<([^>]+)>/g, '$1');
  }
}
