import { UsageError } from '../command-error.js';
import { sayer } from '../say.js';
import type { OwnCommand } from './command.js';

const SHELLS: Readonly<Record<string, string>> = {
  bash: `_rufgruppe() {
  local IFS=$'\\n'
  COMPREPLY=($(compgen -W "$(rufgruppe completion words -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2> /dev/null)" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _rufgruppe rufgruppe
`,
  zsh: `#compdef rufgruppe
_rufgruppe() {
  local -a found
  found=("\${(@f)$(rufgruppe completion words -- "\${(@)words[2,CURRENT]}" 2> /dev/null)}")
  if [[ -n "\${found[*]}" ]]; then compadd -a found; else _files; fi
}
compdef _rufgruppe rufgruppe
`,
};

/** `rufgruppe completion bash`: a script for the shell, which asks `rufgruppe completion words` at each Tab. */
export function completion(program: OwnCommand): void {
  const say = sayer('completion');
  const own = program.with('completion').takes('SHELL');
  own.action((shell: string) => {
    const script = SHELLS[shell];
    if (script === undefined)
      throw new UsageError(say('badShell', { shell, shells: Object.keys(SHELLS).join(', ') }));
    process.stdout.write(script);
  });
  own
    .with('words', { hidden: true })
    .takes('[WORDS...]')
    .action(async (words: readonly string[] = []) => {
      for (const word of await (await import('../completion.js')).nextWords(program, words))
        console.log(word);
    });
}
