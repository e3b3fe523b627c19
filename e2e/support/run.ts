import { execFile } from 'node:child_process';

/** The output of a program that succeeded. */
export interface Output {
  readonly stdout: Buffer;
  readonly stderr: string;
}

/**
 * Runs a program to its end.
 *
 * @throws Error if it can't be run, or exits with a status other than 0
 */
export function run(program: string, args: readonly string[], env = process.env): Promise<Output> {
  return new Promise((resolve, reject) => {
    execFile(program, args, { encoding: 'buffer', env, maxBuffer: 2 ** 30 }, (error, stdout, stderr) => {
      if (error === null) resolve({ stdout, stderr: stderr.toString() });
      else reject(new Error(`${error.message}\n${stderr}`));
    });
  });
}
